import { Link } from '@tanstack/react-router';
import { ago, moment, percent, span } from '@/lib/format';
import { StateBadge } from '@/ui/badge';
import { Progress } from '@/ui/progress';
import { Empty } from '@/ui/states';
import { Table } from '@/ui/table';
import { JobActions } from './job_actions';
import { type Job, leftS, tookS } from './job_rows';
import { MadeLink } from './made_link';
import { useNow } from './use_now';

interface Props {
  jobs: readonly Job[];
  /** Of the waiting ones, from 1. */
  places: Map<string, number>;
}

export function JobTable({ jobs, places }: Props) {
  const now = useNow(jobs.some((job) => job.state === 'running'));
  return (
    <Table
      label="Jobs"
      rows={jobs}
      rowKey={(job) => job.id}
      empty={<Empty title="No job is like that">Other states, or fewer words, find more.</Empty>}
      columns={[
        { name: 'Job', className: 'w-full max-w-0 min-w-44', cell: (job) => <Name job={job} /> },
        {
          name: 'State',
          className: 'w-44',
          cell: (job) => <State job={job} place={places.get(job.id)} now={now} />,
        },
        {
          name: 'Slot',
          wide: true,
          className: 'whitespace-nowrap text-ink-2',
          cell: (job) => (
            <>
              {job.slot ?? (job.state === 'queued' ? `wants ${job.needs}` : '–')}
              {(job.attempt > 1 || job.retries > 0) && (
                <span className="block text-sm text-ink-3">
                  attempt {job.attempt} of {job.retries + 1}
                </span>
              )}
            </>
          ),
        },
        {
          name: 'Time',
          right: true,
          wide: true,
          className: 'whitespace-nowrap',
          cell: (job) => span(tookS(job, now)),
        },
        {
          name: 'Added',
          right: true,
          wide: true,
          className: 'whitespace-nowrap text-ink-2',
          cell: (job) => <time title={moment(job.created)}>{ago(job.created, now)}</time>,
        },
        {
          name: 'Action',
          right: true,
          wide: true,
          className: 'w-px whitespace-nowrap',
          cell: (job) => <JobActions job={job} small />,
        },
      ]}
    />
  );
}

function Name({ job }: { job: Job }) {
  return (
    <div className="min-w-0">
      <Link
        to="/jobs/$job"
        params={{ job: job.id }}
        className="font-medium wrap-anywhere hover:text-accent hover:underline"
      >
        {job.name}
      </Link>
      {job.made && (
        <span className="ml-2 text-sm text-ink-3">
          <MadeLink made={job.made} />
        </span>
      )}
      <code
        title={job.command}
        className="block max-w-full truncate font-mono text-xs text-ink-3 max-md:hidden"
      >
        {job.command}
      </code>
      {job.state === 'failed' && job.message && (
        <span className="mt-0.5 line-clamp-2 text-sm break-words text-bad">{job.message}</span>
      )}
    </div>
  );
}

function State({ job, place, now }: { job: Job; place: number | undefined; now: number }) {
  const left = leftS(job, now);
  return (
    <div className="min-w-24">
      <StateBadge state={job.state} />
      {job.state === 'running' && (
        <div className="mt-1.5">
          <Progress share={job.progress} label={`Progress of ${job.name}`} tone="info" />
          <span className="tabular mt-0.5 block text-xs whitespace-nowrap text-ink-3">
            {job.progress === null ? 'at work' : percent(job.progress, 1)}
            {left !== null && `, ${span(left)} left`}
          </span>
        </div>
      )}
      {job.state === 'queued' && place !== undefined && (
        <span className="mt-0.5 block text-xs whitespace-nowrap text-ink-3">
          {place === 1 ? 'next' : `number ${place} in the queue`}
          {job.priority !== 0 && `, priority ${job.priority}`}
        </span>
      )}
    </div>
  );
}
