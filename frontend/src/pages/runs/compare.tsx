import { Page } from '@/ui/page';
import { Empty } from '@/ui/states';

export function RunCompare() {
  return (
    <Page title="Compare runs">
      <Empty title="Compare runs" />
    </Page>
  );
}
