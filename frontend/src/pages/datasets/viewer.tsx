import { Page } from '@/ui/page';
import { Empty } from '@/ui/states';

export function DatasetViewer() {
  return (
    <Page title="Dataset">
      <Empty title="Dataset" />
    </Page>
  );
}
