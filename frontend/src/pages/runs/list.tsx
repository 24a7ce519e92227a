import { useQuery } from '@tanstack/react-query';
import { Link, useNavigate, useSearch } from '@tanstack/react-router';
import { GitCompareArrows, Plus, TrendingDown } from 'lucide-react';
import { useState } from 'react';
import { queries } from '@/api/queries';
import { plural } from '@/lib/format';
import { buttonClass } from '@/ui/button';
import { Card } from '@/ui/card';
import { Page } from '@/ui/page';
import { Empty, Found } from '@/ui/states';
import { RunFilters } from './run_filters';
import { filtered } from './run_rows';
import { RunTable } from './run_table';

const MOST = 20;

/** All trainings, the one that changed last first. */
export function RunList() {
  const runs = useQuery(queries.runs());
  const search = useSearch({ from: '/runs' });
  const navigate = useNavigate({ from: '/runs' });
  const [chosen, setChosen] = useState<string[]>([]);
  const there = chosen.filter((id) => runs.data?.some((run) => run.id === id));
  return (
    <Page
      title="Runs"
      about="Trainings of this machine: what they learn from, how far they are, how well they do."
      actions={
        <Link to="/models/templates" className={buttonClass('primary')}>
          <Plus aria-hidden className="size-4" />
          New training
        </Link>
      }
    >
      <Found query={runs}>
        {(all) => {
          const shown = filtered(all, search);
          return all.length === 0 ? (
            <Card>
              <Empty
                icon={<TrendingDown aria-hidden />}
                title="No trainings yet"
                actions={
                  <Link to="/models/templates" className={buttonClass('primary')}>
                    Choose a template
                  </Link>
                }
              >
                A template says what is trained, and how. Choose one, name a dataset, and its curves
                appear here while it learns.
              </Empty>
            </Card>
          ) : (
            <>
              <RunFilters
                runs={all}
                search={search}
                onSearch={(next) => navigate({ search: next, replace: true })}
              />
              {there.length > 0 && (
                <div
                  role="status"
                  className="mb-3 flex flex-wrap items-center gap-3 rounded-md border bg-surface px-4 py-2"
                >
                  <span>{plural(there.length, 'run')} chosen</span>
                  {there.length > 1 && there.length <= MOST ? (
                    <Link
                      to="/runs/compare"
                      search={{ run: there }}
                      className={buttonClass('primary', true)}
                    >
                      <GitCompareArrows className="size-4" /> Compare
                    </Link>
                  ) : (
                    <span className="text-sm text-ink-3">
                      {there.length < 2
                        ? 'Choose another one to compare them.'
                        : `${MOST} at most can be compared.`}
                    </span>
                  )}
                  <button
                    type="button"
                    onClick={() => setChosen([])}
                    className={buttonClass('quiet', true)}
                  >
                    Choose none
                  </button>
                </div>
              )}
              <Card flush className="overflow-hidden">
                <RunTable runs={shown} chosen={there} onChosen={setChosen} />
              </Card>
            </>
          );
        }}
      </Found>
    </Page>
  );
}
