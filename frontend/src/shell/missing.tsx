import { Link } from '@tanstack/react-router';
import { buttonClass } from '@/ui/button';
import { Page } from '@/ui/page';
import { Empty, Failure } from '@/ui/states';

export function Missing() {
  return (
    <Page title="Nothing here">
      <Empty
        title="There is no page of this address"
        actions={
          <Link to="/profile" className={buttonClass('primary')}>
            To the dashboard
          </Link>
        }
      >
        It may have been moved or deleted since the link was made.
      </Empty>
    </Page>
  );
}

/** A fault of this page itself. */
export function Broken({ error, reset }: { error: unknown; reset: () => void }) {
  return (
    <Page title="This page has failed">
      <Failure error={error} retry={reset} />
    </Page>
  );
}
