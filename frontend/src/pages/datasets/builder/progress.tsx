import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { type ReactNode, useEffect, useState } from 'react';
import type { Schemas } from '@/api/client';
import { queries } from '@/api/queries';
import { clock, count, percent, span } from '@/lib/format';
import { StateBadge } from '@/ui/badge';
import { buttonClass } from '@/ui/button';
import { Card, Stat } from '@/ui/card';
import { CommandLine } from '@/ui/command_line';
import { Page } from '@/ui/page';
import { Progress } from '@/ui/progress';
import { Found, Loading } from '@/ui/states';
import { BuildEnd, CancelBuild } from './build_end';
import { Failures, LogTail, UnderWay } from './build_parts';
import { StepTable } from './step_table';
import { decoded, left, type Tally, through } from './tally';
import { useBuild } from './use_build';
import { lastPart, optionIn } from './words';

type Job = Schemas['JobDetail'];
const LOOK_EVERY_MS = 2000;

/** A build from its start to its end; a reload shows the same. */
export function BuildProgress({ job: id }: { job: string }) {
  const job = useQuery({
    ...queries.job(id),
    refetchInterval: (query) => (isOver(query.state.data) ? false : LOOK_EVERY_MS),
  });
  const { tally, read } = useBuild(id);
  const output = job.data ? optionIn(job.data.command, 'output') : null;
  const name = output ? lastPart(output) : 'dataset';
  return (
    <Page
      title={job.data ? `Build of ${name}` : 'Build'}
      beside={job.data && <StateBadge state={job.data.state} />}
      about={job.data && told(job.data, tally)}
      crumbs={[{ label: 'Datasets', to: '/datasets' }]}
      actions={
        job.data &&
        (isOver(job.data) ? (
          <Link to="/datasets/new" className={buttonClass('plain')}>
            New dataset
          </Link>
        ) : (
          <CancelBuild job={id} />
        ))
      }
    >
      <Found query={job} loading={<Loading rows={8} />}>
        {(found) => <Build job={found} tally={tally} read={read} name={name} />}
      </Found>
    </Page>
  );
}

function isOver(job: Job | undefined): boolean {
  return job !== undefined && job.ended !== null;
}

function told(job: Job, tally: Tally): ReactNode {
  if (job.state === 'queued') return 'Waits for its turn; it starts by itself.';
  if (job.state === 'running')
    return tally.total
      ? 'You can leave this page: the build goes on, and is listed with the datasets.'
      : 'Looks for videos, and for what the back ends need.';
  return null;
}

function Build({
  job,
  tally,
  read,
  name,
}: {
  job: Job;
  tally: Tally;
  read: boolean;
  name: string;
}) {
  const over = isOver(job);
  return (
    <div className="space-y-5">
      {over && <BuildEnd {...{ job, tally, name }} />}
      {(tally.total > 0 || !over) && <Figures job={job} tally={tally} />}
      <div className="grid items-start gap-5 xl:grid-cols-[minmax(0,1fr)_26rem]">
        <div className="min-w-0 space-y-5">
          {(tally.total > 0 || !over) && (
            <Card title="Steps" flush>
              <StepTable tally={tally} running={job.state === 'running'} />
            </Card>
          )}
          {tally.failures.length > 0 && <Failures tally={tally} />}
          <LogTail lines={job.log} waiting={!read || !over} />
        </div>
        <div className="min-w-0 space-y-5">
          {!over && <UnderWay tally={tally} />}
          <Card title="The command of this build">
            <CommandLine command={job.command} />
            <p className="mt-2 text-sm text-ink-3">
              The same command again goes on where a build stopped, and does nothing twice.
            </p>
          </Card>
        </div>
      </div>
    </div>
  );
}

/** The present moment, while it matters. */
function useNow(moving: boolean): number {
  const [now, set] = useState(Date.now() / 1000);
  useEffect(() => {
    if (!moving) return;
    const timer = setInterval(() => set(Date.now() / 1000), 1000);
    return () => clearInterval(timer);
  }, [moving]);
  return now;
}

function Figures({ job, tally }: { job: Job; tally: Tally }) {
  const running = job.state === 'running';
  const now = useNow(running);
  const began = tally.began ?? job.started;
  const end = running ? now : (job.ended ?? now);
  const passed = began === null ? null : Math.max(0, end - began);
  const done = through(tally);
  const rest = running ? left(tally, now) : null;
  const speed = passed && passed > 0.5 ? decoded(tally) / passed : null;
  const share = tally.total ? Math.max(done / tally.total, job.progress ?? 0) : null;
  return (
    <Card>
      <div className="mb-4 grid grid-cols-2 gap-x-6 gap-y-4 sm:grid-cols-3 lg:grid-cols-6">
        <Stat
          label="Videos done"
          value={`${count(Math.max(0, done - tally.failed))} of ${tally.total ? count(tally.total) : '–'}`}
        />
        <Stat
          label="Failed"
          value={
            <span className={tally.failed ? 'text-bad' : undefined}>{count(tally.failed)}</span>
          }
        />
        <Stat label="Decoded" value={clock(decoded(tally))} />
        <Stat
          label="Speed"
          value={speed === null ? '–' : `${speed.toFixed(speed < 10 ? 1 : 0)}×`}
          about="of real time"
        />
        <Stat label="Time" value={span(passed)} />
        <Stat label={running ? 'Left, about' : 'State'} value={running ? span(rest) : job.state} />
      </div>
      <Progress
        label="Videos done"
        share={running && share === null ? null : (share ?? 0)}
        tone={job.state === 'completed' ? 'good' : job.state === 'failed' ? 'bad' : 'accent'}
        className="h-2"
      />
      <p className="sr-only" aria-live="polite">
        {running ? `${percent(share)} done` : `The build is ${job.state}.`}
      </p>
    </Card>
  );
}
