import { Page } from '@/ui/page';
import { Empty } from '@/ui/states';

export function Dashboard() {
  return (
    <Page title="Profile">
      <Empty title="Profile" />
    </Page>
  );
}
