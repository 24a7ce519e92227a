import { useQuery } from '@tanstack/react-query';
import { Link, useSearch } from '@tanstack/react-router';
import { GitCompareArrows } from 'lucide-react';
import { queries } from '@/api/queries';
import { buttonClass } from '@/ui/button';
import { Card } from '@/ui/card';
import { CommandLine } from '@/ui/command_line';
import { Page } from '@/ui/page';
import { Empty, Found } from '@/ui/states';
import { CompareCurves } from './compare_curves';
import { CompareTable } from './compare_table';
import { fromFolder, lastPart } from './folders';
import { runQueries } from './queries';
import { useWorkdir } from './use_run';

/** Several trainings: their curves in one chart, what differs, what came out. */
export function RunCompare() {
  const { run: ids } = useSearch({ from: '/runs/compare' });
  const enough = ids.length >= 2;
  const compared = useQuery({ ...runQueries.comparison(ids), enabled: enough });
  const runs = useQuery(queries.runs());
  const workdir = useWorkdir();
  const named = ids.map((id, index) => ({
    id,
    name: runs.data?.find((run) => run.id === id)?.name ?? `run ${index + 1}`,
    state: runs.data?.find((run) => run.id === id)?.state ?? null,
  }));
  return (
    <Page
      title="Compare runs"
      crumbs={[{ label: 'Runs', to: '/runs' }]}
      about={enough ? named.map((one) => lastPart(one.name)).join(', ') : undefined}
    >
      {!enough ? (
        <Card>
          <Empty
            icon={<GitCompareArrows aria-hidden />}
            title="Two runs at least"
            actions={
              <Link to="/runs" className={buttonClass('primary')}>
                Choose runs
              </Link>
            }
          >
            Mark the runs in the list, then press Compare. The address of this page names them, so
            it can be kept or sent.
          </Empty>
        </Card>
      ) : (
        <div className="space-y-4">
          <CompareCurves runs={named} />
          <Found query={compared}>
            {(told) => (
              <>
                <CompareTable title="What came out" runs={named} numbers={told.losses} />
                {Object.entries(told.results).map(([name, numbers]) => (
                  <CompareTable
                    key={name}
                    title={`Evaluation: ${name}`}
                    runs={named}
                    numbers={numbers}
                  />
                ))}
                <CompareTable title="Settings that differ" runs={named} settings={told.settings} />
                <CommandLine
                  command={`spark-trainer runs compare ${told.runs.map((one) => fromFolder(one, workdir)).join(' ')}`}
                />
              </>
            )}
          </Found>
        </div>
      )}
    </Page>
  );
}
