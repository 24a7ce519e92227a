import { Link } from '@tanstack/react-router';
import { ListChecks } from 'lucide-react';
import type { Schemas } from '@/api/client';
import { ago, moment, percent, span } from '@/lib/format';
import { StateBadge } from '@/ui/badge';
import { buttonClass } from '@/ui/button';
import { Card } from '@/ui/card';
import { classes } from '@/ui/classes';
import { Progress } from '@/ui/progress';
import { Empty } from '@/ui/states';
import { type Column, Table } from '@/ui/table';

type Job = Schemas['Job'];

const COLUMNS: Column<Job>[] = [
  { name: 'Job', cell: (job) => <Name job={job} />, className: 'max-w-0 w-full md:w-[44%]' },
  { name: 'State', cell: (job) => <StateBadge state={job.state} /> },
  { name: 'Progress', wide: true, cell: (job) => <Share job={job} />, className: 'min-w-32' },
  { name: 'Took', wide: true, right: true, cell: (job) => span(took(job)) },
  {
    name: 'Started',
    wide: true,
    right: true,
    className: 'whitespace-nowrap text-ink-2',
    cell: (job) => {
      const at = job.started ?? job.created;
      return (
        <time dateTime={new Date(at * 1000).toISOString()} title={moment(at)}>
          {job.started === null ? 'not yet' : ago(at)}
        </time>
      );
    },
  },
];

/** The last ten, the newest first. `beside`: the last runs stand there too. */
export function RecentJobs({ jobs, beside }: { jobs: readonly Job[]; beside: boolean }) {
  return (
    <Card
      title="Last jobs"
      flush
      className={classes('lg:col-span-12', beside && 'xl:col-span-7')}
      actions={
        jobs.length > 0 && (
          <Link to="/jobs" className={buttonClass('quiet', true)}>
            All jobs
          </Link>
        )
      }
    >
      <Table
        label="The last jobs"
        columns={COLUMNS}
        rows={jobs}
        rowKey={(job) => job.id}
        empty={
          <Empty
            title="No jobs yet"
            icon={<ListChecks aria-hidden />}
            actions={
              <Link to="/models/templates" className={buttonClass('primary')}>
                Choose a template
              </Link>
            }
          >
            Whatever takes its time, as a training or a build of a dataset, is a job and stands
            here.
          </Empty>
        }
      />
    </Card>
  );
}

function Name({ job }: { job: Job }) {
  return (
    <>
      <Link
        to="/jobs/$job"
        params={{ job: job.id }}
        className="block truncate font-medium hover:text-accent hover:underline"
      >
        {job.name}
      </Link>
      <code className="block truncate font-mono text-xs text-ink-3" title={job.command}>
        {job.command}
      </code>
      <span className="block text-xs text-ink-3 md:hidden">
        {ago(job.started ?? job.created)}
        {took(job) !== null && `, took ${span(took(job))}`}
      </span>
    </>
  );
}

function Share({ job }: { job: Job }) {
  if (job.state === 'running' || job.progress !== null) {
    const tone = { running: 'info', completed: 'good', failed: 'bad', cancelled: 'warn' } as const;
    return (
      <span className="flex items-center gap-2.5">
        <Progress
          share={job.progress}
          tone={job.state === 'queued' ? 'info' : tone[job.state]}
          label={`Progress of ${job.name}`}
          className="max-w-28"
        />
        <span className="tabular w-12 shrink-0 text-right text-sm whitespace-nowrap text-ink-2">
          {percent(job.progress)}
        </span>
      </span>
    );
  }
  return <span className="text-ink-3">{job.state === 'queued' ? 'waiting' : 'none told'}</span>;
}

function took(job: Job): number | null {
  if (job.started === null) return null;
  return (job.ended ?? Date.now() / 1000) - job.started;
}
