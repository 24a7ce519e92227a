import { Page } from '@/ui/page';
import { Empty } from '@/ui/states';

export function UseTemplate() {
  return (
    <Page title="Use template">
      <Empty title="Use template" />
    </Page>
  );
}
