import { Page } from '@/ui/page';
import { Empty } from '@/ui/states';

export function RunView() {
  return (
    <Page title="Run">
      <Empty title="Run" />
    </Page>
  );
}
