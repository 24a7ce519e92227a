import { Page } from '@/ui/page';
import { Empty } from '@/ui/states';

export function JobView() {
  return (
    <Page title="Job">
      <Empty title="Job" />
    </Page>
  );
}
