import { Page } from '@/ui/page';
import { Empty } from '@/ui/states';

export function RunList() {
  return (
    <Page title="Runs">
      <Empty title="Runs" />
    </Page>
  );
}
