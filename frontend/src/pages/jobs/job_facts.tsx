import { Link } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import type { Schemas } from '@/api/client';
import { ago, moment, span } from '@/lib/format';
import { Card, Facts } from '@/ui/card';
import { tookS } from './job_rows';
import { MadeLink } from './made_link';
import { useNow } from './use_now';

/** When, where and how often it ran, and what it made. */
export function JobFacts({ job }: { job: Schemas['JobDetail'] }) {
  const now = useNow(job.state === 'running');
  const rows: [ReactNode, ReactNode][] = [
    ...(job.made
      ? [['Made', <MadeLink key="made" made={job.made} />] satisfies [string, ReactNode]]
      : []),
    ['Added', <Time key="added" at={job.created} now={now} />],
    ['Started', job.started === null ? 'not yet' : <Time key="at" at={job.started} now={now} />],
    ...(job.ended === null
      ? []
      : [['Ended', <Time key="end" at={job.ended} now={now} />] satisfies [string, ReactNode]]),
    ['Took', span(tookS(job, now))],
    ['Slot', job.slot ?? (job.state === 'queued' ? `wants ${job.needs}` : job.needs)],
    ['Priority', String(job.priority)],
    ['Attempt', `${job.attempt} of ${job.retries + 1}`],
    ...(job.retry_of
      ? [
          [
            'Retry of',
            <Link
              key="of"
              to="/jobs/$job"
              params={{ job: job.retry_of }}
              className="font-mono text-sm hover:text-accent hover:underline"
            >
              {job.retry_of}
            </Link>,
          ] satisfies [string, ReactNode],
        ]
      : []),
    ['Id', <Code key="id">{job.id}</Code>],
    ['Ran in', <Code key="in">{job.workdir}</Code>],
    ['Its folder', <Code key="folder">{job.folder}</Code>],
  ];
  return (
    <Card title="Facts">
      <Facts rows={rows} />
    </Card>
  );
}

function Time({ at, now }: { at: number; now: number }) {
  return (
    <time dateTime={new Date(at * 1000).toISOString()} className="tabular">
      <span className="whitespace-nowrap">{moment(at)}</span>{' '}
      <span className="whitespace-nowrap text-ink-3">{ago(at, now)}</span>
    </time>
  );
}

function Code({ children }: { children: ReactNode }) {
  return <code className="font-mono text-sm break-all">{children}</code>;
}
