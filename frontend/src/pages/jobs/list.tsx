import { useInfiniteQuery, useQuery } from '@tanstack/react-query';
import { Link, useNavigate, useSearch } from '@tanstack/react-router';
import { ListChecks } from 'lucide-react';
import { queries } from '@/api/queries';
import { count } from '@/lib/format';
import { Button, buttonClass } from '@/ui/button';
import { Card } from '@/ui/card';
import { FilterChips } from '@/ui/filter_chips';
import { Page } from '@/ui/page';
import { SearchField } from '@/ui/search_field';
import { Empty, Found } from '@/ui/states';
import { queuePlaces, withWords } from './job_rows';
import { JobTable } from './job_table';
import { jobQueries } from './queries';
import { jobListSearch, STATES, statesOf } from './searches';

/** What runs, waits and ran. */
export function JobList() {
  const search = useSearch({ from: '/jobs' });
  const navigate = useNavigate({ from: '/jobs' });
  const states = statesOf(search);
  const jobs = useInfiniteQuery(jobQueries.list(states));
  const waiting = useQuery(jobQueries.waiting());
  const counts = useQuery(queries.dashboard()).data?.jobs;
  const choices = STATES.map((state): [string, number] => [state, counts?.[state] ?? 0]);
  return (
    <Page
      title="Jobs"
      about="Commands in the queue of this machine. They go on when this page is closed, and when the server is started anew."
    >
      <search className="mb-4 flex flex-wrap items-center gap-3">
        <SearchField
          label="Search jobs by name, command or id"
          placeholder="Name, command or id"
          value={search.text ?? ''}
          onValue={(text) =>
            navigate({ search: { ...search, text: text || undefined }, replace: true })
          }
          className="w-full sm:w-72"
        />
        <FilterChips
          label="States"
          choices={choices}
          chosen={states}
          onChosen={(state) =>
            navigate({ search: jobListSearch({ ...search, state }), replace: true })
          }
        />
      </search>
      <Found query={jobs}>
        {({ pages }) => {
          const all = pages.flatMap((page) => page.jobs);
          const shown = withWords(all, search.text ?? '');
          const total = pages[0]?.total ?? 0;
          return (
            <Card flush className="overflow-hidden">
              {all.length === 0 && states.length === 0 ? (
                <Empty
                  icon={<ListChecks aria-hidden />}
                  title="No jobs yet"
                  actions={
                    <>
                      <Link to="/datasets" className={buttonClass('primary')}>
                        Build a dataset
                      </Link>
                      <Link to="/models/templates" className={buttonClass()}>
                        Train a model
                      </Link>
                    </>
                  }
                >
                  Builds, trainings and evaluations that are started in this page or with{' '}
                  <code className="font-mono">spark-trainer jobs add</code> stand here.
                </Empty>
              ) : (
                <JobTable jobs={shown} places={queuePlaces(waiting.data?.jobs ?? [])} />
              )}
              {jobs.hasNextPage && (
                <div className="flex flex-wrap items-center justify-center gap-3 border-t px-4 py-3">
                  <Button busy={jobs.isFetchingNextPage} onClick={() => jobs.fetchNextPage()}>
                    Load more
                  </Button>
                  <span className="tabular text-sm text-ink-3">
                    {count(all.length)} of {count(total)}
                    {search.text && '; only these are searched'}
                  </span>
                </div>
              )}
            </Card>
          );
        }}
      </Found>
    </Page>
  );
}
