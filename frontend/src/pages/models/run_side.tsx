import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useNavigate, useSearch } from '@tanstack/react-router';
import { CircleAlert, Play } from 'lucide-react';
import { api, data, OfflineError, ProblemError } from '@/api/client';
import { plural } from '@/lib/format';
import { Button } from '@/ui/button';
import { Card } from '@/ui/card';
import { CommandLine } from '@/ui/command_line';
import { Failure } from '@/ui/states';
import { say } from '@/ui/toasts';
import { labelOf } from './labels';
import { PlanPanel } from './plan_panel';
import { Prose } from './prose';
import { modelQueries } from './queries';
import { planCommand, trainCommand, trainOptions } from './request';
import type { useRun } from './use_run';

/** Beside the form: what is wrong, what it needs, the command, the start. */
export function RunSide({ run, ready }: { run: ReturnType<typeof useRun>; ready: boolean }) {
  const { plan } = useSearch({ from: '/models/templates/$name/use' });
  const navigate = useNavigate({ from: '/models/templates/$name/use' });
  const client = useQueryClient();
  const { training } = run;
  const { template, manifest, profile, sets } = training;

  /** The server's own word on the settings, before anything is started. */
  const check = async () => {
    const told = await client.fetchQuery(modelQueries.settings(template, profile, sets));
    const first = told.mistakes[0];
    if (first)
      throw new ProblemError(422, first.key ? `${first.key}: ${first.problem}` : first.problem);
  };
  const measure = useMutation({
    mutationFn: async () => {
      await check();
      return data(
        api.POST('/api/templates/{name}/plan', {
          params: { path: { name: template } },
          body: { manifest, profile, set: sets, options: {} },
        }),
      );
    },
    onSuccess: (job) => navigate({ search: (now) => ({ ...now, plan: job.id }), replace: true }),
  });
  const start = useMutation({
    mutationFn: async () => {
      await check();
      return data(
        api.POST('/api/jobs', {
          body: {
            command: 'train',
            arguments: [template],
            options: trainOptions(training),
            name: `${run.output} (${template})`,
            priority: 0,
            retries: 0,
          },
        }),
      );
    },
    onSuccess: (job) => {
      run.form.name(null);
      say(`Training of ${run.output} is in the queue.`);
      navigate({ to: '/jobs/$job', params: { job: job.id } });
    },
  });
  const wrong = Object.keys(run.problems);
  const blocked = !ready
    ? 'Choose a dataset first.'
    : wrong.length
      ? `${plural(wrong.length, 'setting')} must be mended first.`
      : run.rest.length
        ? 'Some settings do not go together.'
        : null;
  return (
    <aside
      aria-label="The run"
      className="min-w-0 space-y-5 lg:sticky lg:top-5 lg:max-h-[calc(100dvh-2.5rem)] lg:overflow-y-auto lg:pb-1"
    >
      {(wrong.length > 0 || run.rest.length > 0) && <Wrong keys={wrong} run={run} />}
      <Card title="Start">
        <div className="space-y-3">
          <p className="text-sm text-ink-3">
            {run.changed.size
              ? `${plural(run.changed.size, 'setting')} changed.`
              : `All settings as the template ${profile ? 'and the profile have' : 'has'} them.`}{' '}
            The same in a terminal:
          </p>
          <CommandLine command={trainCommand(training)} />
          <Button
            kind="primary"
            className="w-full"
            busy={start.isPending}
            disabled={blocked !== null || run.outputProblem !== null}
            onClick={() => start.mutate()}
          >
            <Play aria-hidden className="size-4" /> Start training
          </Button>
          {blocked && <p className="text-sm text-ink-3">{blocked}</p>}
          {start.error && (
            <Failure error={start.error} retry={retryOf(start.error, start.mutate)} />
          )}
        </div>
      </Card>
      <PlanPanel
        job={plan ?? null}
        command={planCommand(training)}
        onMeasure={() => measure.mutate()}
        busy={measure.isPending}
        blocked={blocked}
        error={measure.error}
      />
    </aside>
  );
}

/** Only what may be otherwise the next time is worth a second try. */
function retryOf(error: unknown, again: () => void): (() => void) | undefined {
  return error instanceof OfflineError ? () => again() : undefined;
}

function Wrong({ keys, run }: { keys: string[]; run: ReturnType<typeof useRun> }) {
  return (
    <section
      aria-label="What is wrong"
      aria-live="polite"
      className="rounded-md border border-bad/40 bg-bad-soft px-4 py-3"
    >
      <p className="flex items-center gap-2 font-medium">
        <CircleAlert aria-hidden className="size-4 shrink-0 text-bad" />
        This cannot start yet
      </p>
      <ul className="mt-1.5 space-y-1 text-ink-2">
        {keys.map((key) => (
          <li key={key} className="break-words">
            <span className="font-medium text-ink">{labelOf(key)}</span>{' '}
            <span className="font-mono text-xs text-ink-3">{key}</span>:{' '}
            <Prose text={run.problems[key] ?? ''} />
          </li>
        ))}
        {run.rest.map((text) => (
          <li key={text} className="break-words">
            <Prose text={text} />
          </li>
        ))}
      </ul>
    </section>
  );
}
