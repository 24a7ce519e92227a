import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { CircleAlert, Play } from 'lucide-react';
import { api, data, type Schemas } from '@/api/client';
import { queries } from '@/api/queries';
import { commandLine } from '@/lib/command';
import { Button } from '@/ui/button';
import { Facts } from '@/ui/card';
import { CommandLine } from '@/ui/command_line';
import { TextField } from '@/ui/field';
import { Failure } from '@/ui/states';
import { datasetsRoot } from './datasets_root';
import { type Backend, chosen, commandOptions, type Draft, nameProblem, optionsOf } from './draft';
import { BACKENDS, labelOf } from './labels';
import { forgetDraft } from './use_draft';
import type { Source } from './use_source';

interface Props {
  form: Schemas['BuildForm'];
  backends: readonly Backend[];
  source: Source;
  name: string;
  draft: Draft;
  problems: Record<string, string>;
  onName: (name: string) => void;
  /** Forget what was set; null where nothing was. */
  onClear: (() => void) | null;
  onStarted: (job: string) => void;
}

/** The name, what will happen, the command that does the same, and the start. */
export function StartCard(props: Props) {
  const { form, backends, source, name, draft, problems, onName, onClear, onStarted } = props;
  const client = useQueryClient();
  const datasets = useQuery(queries.datasets());
  const root = datasetsRoot(useQuery(queries.config()).data?.value);
  const options = optionsOf(form.steps, draft, backends);
  const start = useMutation({
    mutationFn: (given: NonNullable<Source['given']>) =>
      data(api.POST('/api/datasets', { body: { name, options, ...given } })),
    onSuccess: (job) => {
      forgetDraft();
      client.invalidateQueries({ queryKey: ['jobs'] });
      onStarted(job.id);
    },
  });
  const exists = datasets.data?.some((one) => one.name === name);
  const folder = `${root}/${name || 'NAME'}`;
  const command = commandLine('dataset build', [], commandOptions(source.input, folder, options));
  const waiting = [
    source.problem,
    name ? nameProblem(name) : 'Give it a name.',
    ...Object.keys(problems).map((flag) => `${labelOf(flag)}: see step settings.`),
  ].filter((one) => one !== null);
  const given = waiting.length === 0 ? source.given : null;
  return (
    <aside
      aria-label="Start"
      className="rounded-lg border bg-surface p-4 shadow-card sm:p-5 xl:sticky xl:top-5"
    >
      <div className="flex min-h-7 items-center justify-between gap-3">
        <h2 className="text-lg font-semibold">
          <span className="text-ink-3">3.</span> Start
        </h2>
        {onClear && (
          <Button small kind="quiet" onClick={onClear} className="-mr-2">
            Clear the form
          </Button>
        )}
      </div>
      <TextField
        className="mt-3"
        label="Name of the dataset"
        placeholder="my-clips"
        autoComplete="off"
        spellCheck={false}
        value={name}
        problem={name ? nameProblem(name) : null}
        help={
          exists
            ? 'There is a dataset of this name: it is brought up to date, and what is done is not done again.'
            : 'Its folder below the folder of datasets.'
        }
        onChange={(event) => onName(event.target.value)}
      />
      <Facts
        className="mt-4 text-sm"
        rows={[
          ['Videos', <span className="break-all">{source.said}</span>],
          ['Captions', titleOf('captions', draft, backends)],
          ['Transcripts', titleOf('transcripts', draft, backends)],
        ]}
      />
      <Button
        kind="primary"
        className="mt-4 w-full"
        disabled={given === null}
        busy={start.isPending}
        onClick={() => given && start.mutate(given)}
      >
        <Play aria-hidden className="size-4" />
        {exists ? 'Bring it up to date' : 'Build the dataset'}
      </Button>
      <div aria-live="polite">
        {waiting.length > 0 && (
          <ul className="mt-2.5 space-y-0.5 text-sm text-ink-2">
            {waiting.map((one) => (
              <li key={one} className="flex items-start gap-1.5">
                <CircleAlert aria-hidden className="mt-0.5 size-3.5 shrink-0 text-ink-3" />
                {one}
              </li>
            ))}
          </ul>
        )}
      </div>
      {start.error && <Failure error={start.error} className="mt-3" />}
      <p className="mt-4 mb-1 text-sm font-medium">The same in a terminal</p>
      <CommandLine command={command} />
    </aside>
  );
}

function titleOf(
  kind: 'captions' | 'transcripts',
  draft: Draft,
  backends: readonly Backend[],
): string {
  const name = chosen(kind, draft, backends)?.name ?? '';
  return BACKENDS[`${kind} ${name}`]?.title ?? name;
}
