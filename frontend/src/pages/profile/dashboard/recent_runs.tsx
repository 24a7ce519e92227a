import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { queries } from '@/api/queries';
import { RUN_COLUMNS } from '@/pages/runs/run_columns';
import { buttonClass } from '@/ui/button';
import { Card } from '@/ui/card';
import { Found, Skeleton } from '@/ui/states';
import { Table } from '@/ui/table';

const COLUMNS = [RUN_COLUMNS.name, RUN_COLUMNS.state, RUN_COLUMNS.loss, RUN_COLUMNS.started];

/** The last ten, also those that were started in a terminal. */
export function RecentRuns() {
  const runs = useQuery(queries.lastRuns());
  return (
    <Card
      title="Last runs"
      flush
      className="lg:col-span-12 xl:col-span-5"
      actions={
        <Link to="/runs" className={buttonClass('quiet', true)}>
          All runs
        </Link>
      }
    >
      <Found query={runs} loading={<Skeleton className="m-4 h-40" />}>
        {(last) => (
          <Table label="The last runs" columns={COLUMNS} rows={last} rowKey={(run) => run.id} />
        )}
      </Found>
    </Card>
  );
}
