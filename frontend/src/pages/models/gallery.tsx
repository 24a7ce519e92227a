import { Page } from '@/ui/page';
import { Empty } from '@/ui/states';

export function Gallery() {
  return (
    <Page title="Templates">
      <Empty title="Templates" />
    </Page>
  );
}
