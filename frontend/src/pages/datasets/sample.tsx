import { Page } from '@/ui/page';
import { Empty } from '@/ui/states';

export function SampleView() {
  return (
    <Page title="Sample">
      <Empty title="Sample" />
    </Page>
  );
}
