import { Page } from '@/ui/page';
import { Empty } from '@/ui/states';

export function DatasetBuilder() {
  return (
    <Page title="New dataset">
      <Empty title="New dataset" />
    </Page>
  );
}
