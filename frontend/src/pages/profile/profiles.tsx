import { Page } from '@/ui/page';
import { Empty } from '@/ui/states';

export function ProfilesPage() {
  return (
    <Page title="Profiles">
      <Empty title="Profiles" />
    </Page>
  );
}
