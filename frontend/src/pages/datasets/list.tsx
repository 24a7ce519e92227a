import { Page } from '@/ui/page';
import { Empty } from '@/ui/states';

export function DatasetList() {
  return (
    <Page title="Datasets">
      <Empty title="Datasets" />
    </Page>
  );
}
