import { Link, type LinkProps } from '@tanstack/react-router';
import type { Schemas } from '@/api/client';
import { count, plural } from '@/lib/format';
import { Card } from '@/ui/card';
import { classes } from '@/ui/classes';

type Counted = Exclude<keyof Schemas['JobCounts'], 'total'>;

/** In the order of a job's life. */
const STATES: Record<Counted, { label: string; bar: string }> = {
  running: { label: 'Running', bar: 'bg-info' },
  queued: { label: 'Queued', bar: 'bg-line-strong' },
  completed: { label: 'Completed', bar: 'bg-good' },
  failed: { label: 'Failed', bar: 'bg-bad' },
  cancelled: { label: 'Cancelled', bar: 'bg-warn' },
};
const ORDER: readonly Counted[] = ['running', 'queued', 'completed', 'failed', 'cancelled'];

function jobsOf(state?: Counted): LinkProps {
  return { to: '/jobs', ...(state ? { search: { state } } : {}) } as LinkProps;
}

/** Shares of all jobs, and a link to those of each state. */
export function JobsByState({ jobs }: { jobs: Schemas['JobCounts'] }) {
  const said = ORDER.filter((state) => jobs[state] > 0)
    .map((state) => `${jobs[state]} ${state}`)
    .join(', ');
  return (
    <Card
      title="Jobs"
      actions={
        <Link
          {...jobsOf()}
          className="tabular rounded-sm text-sm text-ink-2 hover:text-ink hover:underline"
        >
          {plural(jobs.total, 'job')} in all
        </Link>
      }
      className="lg:col-span-12 xl:col-span-6"
    >
      <div
        role="img"
        aria-label={said ? `Jobs: ${said}` : 'No jobs yet'}
        className="flex h-2 gap-0.5 overflow-hidden rounded-full bg-hover"
      >
        {ORDER.filter((state) => jobs[state] > 0).map((state) => (
          <span
            key={state}
            className={classes('h-full min-w-1.5', STATES[state].bar)}
            style={{ flexGrow: jobs[state], flexBasis: 0 }}
          />
        ))}
      </div>
      <ul className="mt-3 grid grid-cols-3 gap-x-3 gap-y-1 sm:grid-cols-5">
        {ORDER.map((state) => (
          <li key={state} className="min-w-0">
            <Link {...jobsOf(state)} className="-mx-2 block rounded-md px-2 py-1.5 hover:bg-hover">
              <span className="flex items-center gap-1.5 text-sm text-ink-2">
                <span
                  aria-hidden
                  className={classes('size-2 shrink-0 rounded-full', STATES[state].bar)}
                />
                {STATES[state].label}
              </span>
              <span
                className={classes(
                  'tabular mt-0.5 block text-lg font-semibold',
                  jobs[state] === 0 && 'text-ink-3',
                )}
              >
                {count(jobs[state])}
              </span>
            </Link>
          </li>
        ))}
      </ul>
    </Card>
  );
}
