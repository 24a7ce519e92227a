import { useQuery, useQueryClient } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { CircleCheck, Gauge, TriangleAlert } from 'lucide-react';
import type { Schemas } from '@/api/client';
import { useProgress } from '@/api/events';
import { queries } from '@/api/queries';
import { count, span } from '@/lib/format';
import { StateBadge } from '@/ui/badge';
import { Button } from '@/ui/button';
import { Card, Facts } from '@/ui/card';
import { classes } from '@/ui/classes';
import { CommandLine } from '@/ui/command_line';
import { Progress } from '@/ui/progress';
import { Failure } from '@/ui/states';
import { type Column, Table } from '@/ui/table';
import { modelQueries } from './queries';
import { gb } from './resources';

interface Props {
  /** The job that measures; null before the first. */
  job: string | null;
  /** As it would be measured now. */
  command: string;
  onMeasure: () => void;
  busy: boolean;
  /** Why it cannot be measured yet. */
  blocked: string | null;
  error: unknown;
}

/** Memory and time before the start, measured by a job that trains nothing. */
export function PlanPanel({ job, command, onMeasure, busy, blocked, error }: Props) {
  return (
    <Card
      title="Memory and time"
      about="A few steps on the longest samples, on this machine; nothing is kept."
    >
      <div className="space-y-3">
        {job && <Measured job={job} command={command} />}
        {error ? <Failure error={error} /> : null}
        <Button onClick={onMeasure} busy={busy} disabled={blocked !== null} className="w-full">
          <Gauge aria-hidden className="size-4" />
          {job ? 'Measure again' : 'Measure memory and time'}
        </Button>
        {blocked && <p className="text-sm text-ink-3">{blocked}</p>}
        <details>
          <summary className="text-sm text-ink-3 hover:text-ink">The same as a command</summary>
          <CommandLine command={command} className="mt-2" />
        </details>
      </div>
    </Card>
  );
}

function Measured({ job, command }: { job: string; command: string }) {
  const client = useQueryClient();
  const running = useQuery(queries.job(job));
  const found = useQuery(modelQueries.plan(job));
  useProgress(job, (event) => {
    if (event.event === 'plan') client.invalidateQueries({ queryKey: ['jobs', job] });
  });
  if (running.error) return <Failure error={running.error} />;
  if (!running.data) return null;
  const { state, message } = running.data;
  const over = state !== 'queued' && state !== 'running';
  const stale = running.data.command !== command;
  return (
    <div aria-live="polite" className="space-y-3">
      {!over && !found.data && (
        <div>
          <p className="mb-1.5 flex items-center justify-between gap-2">
            {state === 'queued' ? 'Waits for a free slot' : 'Measuring'}
            <JobLink job={job} />
          </p>
          <Progress share={state === 'queued' ? 0 : null} label="Measuring memory and time" />
        </div>
      )}
      {found.data && <PlanFigures plan={found.data} stale={stale} job={job} />}
      {over && !found.data && found.isFetched && (
        <div className="rounded-md border border-bad/40 bg-bad-soft px-3 py-2">
          <p className="mb-1 flex items-center justify-between gap-2">
            <StateBadge state={state} />
            <JobLink job={job} />
          </p>
          <p className="break-words">{message ?? 'It ended without a figure; its log says why.'}</p>
        </div>
      )}
    </div>
  );
}

function JobLink({ job }: { job: string }) {
  return (
    <Link to="/jobs/$job" params={{ job }} className="text-sm text-accent hover:underline">
      Job and log
    </Link>
  );
}

function PlanFigures({
  plan,
  stale,
  job,
}: {
  plan: NonNullable<Schemas['Plan']>;
  stale: boolean;
  job: string;
}) {
  const Icon = plan.fits ? CircleCheck : TriangleAlert;
  const peak = Math.max(0, ...plan.stages.map((stage) => stage.peak_bytes));
  const steps = plan.stages.reduce((sum, stage) => sum + stage.steps, 0);
  const held = plan.weights_bytes + plan.gradients_bytes + plan.optimizer_bytes;
  return (
    <div className="space-y-3">
      <p
        className={classes(
          'flex items-start gap-2 rounded-md px-3 py-2 font-medium',
          plan.fits ? 'bg-good-soft text-good' : 'bg-warn-soft text-warn',
        )}
      >
        <Icon aria-hidden className="mt-0.5 size-4 shrink-0" />
        <span>{verdict(plan, held)}</span>
      </p>
      {stale && (
        <p className="text-sm text-warn">
          Measured with other settings than those in the form now.
        </p>
      )}
      <Facts
        rows={[
          ['Device', `${plan.device}, ${gb(plan.room_bytes)}`],
          ...(plan.measured ? ([['Memory at most', gb(peak)]] as [string, string][]) : []),
          ['Weights', `${gb(plan.weights_bytes)} (with optimiser ${gb(held)})`],
          ...(plan.stages.length
            ? ([
                ['Steps', `${count(steps)} on ${count(plan.samples)} videos`],
                [
                  'A batch',
                  `${span(plan.stages[0]?.usual_batch_s)} usual, ${span(plan.stages[0]?.largest_batch_s)} largest`,
                ],
                ['All of it', `about ${span(plan.total_s)}`],
              ] as [string, string][])
            : []),
        ]}
        className="tabular"
      />
      {plan.stages.length > 1 && (
        <Table
          inset
          label="Stages of the curriculum"
          columns={STAGES}
          rows={plan.stages}
          rowKey={(stage) => stage.name}
        />
      )}
      {plan.advice.length > 0 && (
        <div>
          <p className="font-medium">What needs less</p>
          <ul className="list-disc pl-5 text-ink-2">
            {plan.advice.map((line) => (
              <li key={line} className="break-words">
                {line}
              </li>
            ))}
          </ul>
        </div>
      )}
      <p className="text-right">
        <JobLink job={job} />
      </p>
    </div>
  );
}

function verdict(plan: NonNullable<Schemas['Plan']>, held: number): string {
  if (!plan.measured)
    return `Does not fit this machine: ${gb(held)} before any sample, ${gb(plan.room_bytes)} here. Nothing was run.`;
  if (plan.fits) return `Fits this machine, about ${span(plan.total_s)} in all.`;
  const other =
    plan.fitting_batch_size === null
      ? 'no batch size fits'
      : `a batch size of ${plan.fitting_batch_size} fits`;
  return `Does not fit this machine with a batch size of ${plan.batch_size}; ${other}.`;
}

type Stage = NonNullable<Schemas['Plan']>['stages'][number];

const STAGES: Column<Stage>[] = [
  { name: 'Stage', head: true, className: 'break-words', cell: (stage) => stage.name },
  { name: 'Steps', right: true, cell: (stage) => count(stage.steps) },
  { name: 'Memory', right: true, cell: (stage) => gb(stage.peak_bytes) },
  { name: 'Time', right: true, cell: (stage) => span(stage.batches * stage.usual_batch_s) },
];
