import { Page } from '@/ui/page';
import { Empty } from '@/ui/states';

export function DatasetHistory() {
  return (
    <Page title="Changes by hand">
      <Empty title="Changes by hand" />
    </Page>
  );
}
