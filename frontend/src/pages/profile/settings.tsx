import { Page } from '@/ui/page';
import { Empty } from '@/ui/states';

export function SettingsPage() {
  return (
    <Page title="Settings">
      <Empty title="Settings" />
    </Page>
  );
}
