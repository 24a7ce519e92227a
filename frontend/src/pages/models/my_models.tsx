import { Page } from '@/ui/page';
import { Empty } from '@/ui/states';

export function MyModels() {
  return (
    <Page title="Models">
      <Empty title="Models" />
    </Page>
  );
}
