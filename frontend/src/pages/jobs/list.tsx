import { Page } from '@/ui/page';
import { Empty } from '@/ui/states';

export function JobList() {
  return (
    <Page title="Jobs">
      <Empty title="Jobs" />
    </Page>
  );
}
