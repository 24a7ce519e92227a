import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { Link, useNavigate } from '@tanstack/react-router';
import { CircleCheck, CircleX, Clapperboard, RotateCw } from 'lucide-react';
import { useState } from 'react';
import { api, data, type Schemas } from '@/api/client';
import { queries } from '@/api/queries';
import { count, plural, span } from '@/lib/format';
import { Button, buttonClass } from '@/ui/button';
import { classes } from '@/ui/classes';
import { CommandLine } from '@/ui/command_line';
import { Dialog } from '@/ui/dialog';
import { Failure } from '@/ui/states';
import { sayFailed } from '@/ui/toasts';
import { figuresOf } from '../counts';
import type { Tally } from './tally';

type Job = Schemas['JobDetail'];
const LOOK_EVERY_MS = 1000;

/** What came of it, and where to go on. */
export function BuildEnd({ job, tally, name }: { job: Job; tally: Tally; name: string }) {
  const well = job.state === 'completed';
  const made = job.made?.path;
  const datasets = useQuery({
    ...queries.datasets(),
    refetchInterval: (query) =>
      well && !query.state.data?.some((one) => one.path === made) ? LOOK_EVERY_MS : false,
  });
  const dataset = datasets.data?.find((one) => one.path === made);
  const Icon = well ? CircleCheck : CircleX;
  return (
    <section
      aria-label="Result"
      className={classes(
        'flex flex-wrap items-center gap-x-4 gap-y-3 rounded-lg border px-4 py-4 sm:px-5',
        well ? 'border-good/40 bg-good-soft' : 'border-bad/40 bg-bad-soft',
      )}
    >
      <Icon aria-hidden className={classes('size-6 shrink-0', well ? 'text-good' : 'text-bad')} />
      <div className="min-w-0 flex-1 basis-64">
        <p className="text-lg font-semibold break-words">{headline(job, tally, name)}</p>
        <p className="text-ink-2 break-words">
          {well ? <Made dataset={dataset} tally={tally} /> : reason(job)}
        </p>
      </div>
      <div className="flex flex-wrap gap-2">
        {!well && <Retry job={job} />}
        {dataset && (
          <Link
            to="/datasets/$dataset"
            params={{ dataset: dataset.id }}
            className={buttonClass(well ? 'primary' : 'plain')}
          >
            <Clapperboard aria-hidden className="size-4" />
            Open the dataset
          </Link>
        )}
      </div>
    </section>
  );
}

function headline(job: Job, tally: Tally, name: string): string {
  if (job.state === 'completed')
    return tally.total ? `${name} is ready` : `${name} was up to date already`;
  return job.state === 'cancelled' ? 'The build was cancelled' : 'The build has failed';
}

function reason(job: Job): string {
  if (job.state === 'cancelled') return 'What is done is kept; the same build goes on from there.';
  const said = job.log.filter((line) => line.startsWith('error:')).at(-1);
  return said ?? job.message ?? `It ended with exit code ${job.exit_code ?? 'unknown'}.`;
}

function Made({ dataset, tally }: { dataset: Schemas['Dataset'] | undefined; tally: Tally }) {
  if (!dataset) return <>Looking at what was made …</>;
  const { videos, kept, dropped, seconds } = figuresOf(dataset.counts);
  const parts = [
    `${plural(videos, 'video')}, ${span(seconds)}`,
    `${count(kept)} frames kept, ${count(dropped)} dropped`,
  ];
  if (tally.failed) parts.push(`${count(tally.failed)} failed`);
  return <>{parts.join(' · ')}</>;
}

function Retry({ job }: { job: Job }) {
  const navigate = useNavigate();
  const client = useQueryClient();
  const again = useMutation({
    mutationFn: () =>
      data(api.POST('/api/jobs/{job}/retry', { params: { path: { job: job.id } } })),
    onSuccess: (made) => {
      client.invalidateQueries({ queryKey: ['jobs'] });
      navigate({ to: '/datasets/new', search: { job: made.id } });
    },
    onError: sayFailed,
  });
  return (
    <Button kind="primary" busy={again.isPending} onClick={() => again.mutate()}>
      <RotateCw aria-hidden className="size-4" />
      Go on with it
    </Button>
  );
}

/** Asked first; what is done is kept anyway. */
export function CancelBuild({ job }: { job: string }) {
  const [asking, ask] = useState(false);
  const client = useQueryClient();
  const cancel = useMutation({
    mutationFn: () => data(api.POST('/api/jobs/{job}/cancel', { params: { path: { job } } })),
    onSuccess: () => {
      ask(false);
      client.invalidateQueries({ queryKey: ['jobs'] });
    },
  });
  return (
    <>
      <Button kind="danger" onClick={() => ask(true)}>
        Cancel the build
      </Button>
      <Dialog
        open={asking}
        onClose={() => ask(false)}
        title="Cancel this build?"
        about="What is done is kept. Building into the same name goes on from there."
        actions={
          <>
            <Button onClick={() => ask(false)}>Let it run</Button>
            <Button kind="danger" busy={cancel.isPending} onClick={() => cancel.mutate()}>
              Cancel the build
            </Button>
          </>
        }
      >
        <CommandLine command={`spark-trainer jobs cancel ${job}`} />
        {cancel.error && <Failure error={cancel.error} className="mt-3" />}
      </Dialog>
    </>
  );
}
