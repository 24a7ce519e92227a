import { Page } from '@/ui/page';
import { Empty } from '@/ui/states';

export function TemplateDetail() {
  return (
    <Page title="Template">
      <Empty title="Template" />
    </Page>
  );
}
