import { ChevronRight } from 'lucide-react';
import { Badge } from '@/ui/badge';
import { BackendChoice } from './backend_choice';
import {
  BACKEND_FLAGS,
  type Backend,
  chosen,
  type Draft,
  isBackendFlag,
  isChanged,
  kindOf,
  type Raw,
  type Setting,
  type Step,
  shownSettings,
} from './draft';
import { ADVANCED, BACKENDS, labelOf, STEP_TITLES } from './labels';
import { SettingField } from './setting_field';

interface Props {
  number: number;
  step: Step;
  draft: Draft;
  backends: readonly Backend[];
  problems: Record<string, string>;
  open?: boolean;
  onChange: (flag: string, value: Raw | undefined) => void;
}

/** One step of the pipeline: what it does, and its settings, the rare ones folded away. */
export function StepSettings({ number, step, draft, backends, problems, open, onChange }: Props) {
  const kind = kindOf(step.op);
  const backend = kind ? chosen(kind, draft, backends) : undefined;
  const shown = shownSettings(step, draft, backends);
  const said = STEP_TITLES[step.op] ?? { title: step.op, about: step.about };
  const wrong = shown.filter((one) => problems[one.flag]);
  const usual = shown.filter((one) => !ADVANCED.has(one.flag));
  const rare = shown.filter((one) => ADVANCED.has(one.flag));
  const changed = shown.filter((one) => isChanged(one, draft));
  const reset = () => {
    for (const one of changed) onChange(one.flag, undefined);
  };
  const fields = (settings: Setting[]) => (
    <Fields {...{ settings, draft, problems, backend, onChange }} />
  );
  return (
    <details open={open} className="group border-t first:border-t-0">
      <summary className="flex list-none items-center gap-3 px-4 py-3 hover:bg-hover/60 sm:px-5 [&::-webkit-details-marker]:hidden">
        <span className="tabular flex size-6 shrink-0 items-center justify-center rounded-full bg-sunken text-xs font-semibold text-ink-2">
          {number}
        </span>
        <span className="w-24 shrink-0 font-medium">{said.title}</span>
        <span className="min-w-0 flex-1 truncate text-sm text-ink-3">
          {gist(step, draft, shown, backend)}
        </span>
        {wrong.length > 0 && <Badge tone="bad">{wrong.length} to mend</Badge>}
        {changed.length > 0 && wrong.length === 0 && (
          <Badge tone="accent" className="max-sm:hidden">
            {changed.length} changed
          </Badge>
        )}
        <ChevronRight
          aria-hidden
          className="size-4 shrink-0 text-ink-3 transition-transform group-open:rotate-90"
        />
      </summary>
      <div className="space-y-4 px-4 pt-0.5 pb-5 sm:pr-5 sm:pl-14">
        <p className="max-w-2xl text-ink-2">{said.about}</p>
        {kind && backend && (
          <BackendChoice
            {...{ kind, backends }}
            value={backend}
            onChoose={(name) => onChange(BACKEND_FLAGS[kind], name)}
          />
        )}
        {usual.length > 0 && fields(usual)}
        {rare.length > 0 && (
          <details
            className="group/rare"
            open={rare.some((one) => problems[one.flag]) || undefined}
          >
            <summary className="inline-flex list-none items-center gap-1 rounded-sm text-sm font-medium text-ink-2 hover:text-ink [&::-webkit-details-marker]:hidden">
              <ChevronRight
                aria-hidden
                className="size-3.5 transition-transform group-open/rare:rotate-90"
              />
              More settings
            </summary>
            <div className="pt-3">{fields(rare)}</div>
          </details>
        )}
        {changed.length > 0 && (
          <button
            type="button"
            onClick={reset}
            className="text-sm text-ink-2 underline hover:text-ink"
          >
            Back to the defaults of this step
          </button>
        )}
      </div>
    </details>
  );
}

function Fields({
  settings,
  draft,
  problems,
  backend,
  onChange,
}: {
  settings: Setting[];
  backend: Backend | undefined;
} & Pick<Props, 'draft' | 'problems' | 'onChange'>) {
  return (
    <div className="grid items-start gap-x-6 gap-y-4 sm:grid-cols-2">
      {settings.map((one) => (
        <SettingField
          key={one.flag}
          setting={one}
          value={draft[one.flag]}
          problem={problems[one.flag]}
          suggested={suggestions(one, backend)}
          onChange={(value) => onChange(one.flag, value)}
        />
      ))}
    </div>
  );
}

/** Models and sizes that the back end takes, as the server knows them. */
function suggestions(setting: Setting, backend: Backend | undefined): string[] | undefined {
  if (setting.parameter === 'model') return backend?.models.map((one) => one.name);
  if (setting.parameter === 'model_size')
    return backend?.models.flatMap((one) => (one.size ? [one.size] : []));
  return undefined;
}

/** The step in one line: what will be done, and what is not as usual. */
function gist(step: Step, draft: Draft, shown: Setting[], backend: Backend | undefined): string {
  const parts: string[] = [];
  const kind = kindOf(step.op);
  if (kind && backend) parts.push(BACKENDS[`${kind} ${backend.name}`]?.title ?? backend.name);
  for (const one of shown) {
    if (isBackendFlag(one.flag)) continue;
    const value = draft[one.flag];
    if (one.kind === 'switch') {
      const on = typeof value === 'boolean' ? value : one.default === true;
      if (!on) parts.push(`no ${labelOf(one.flag).toLowerCase()}`);
    } else if (isChanged(one, draft) || GIST.has(one.flag)) {
      parts.push(`${labelOf(one.flag).toLowerCase()} ${String(value ?? one.default)}`);
    }
  }
  return parts.join(' · ') || (STEP_TITLES[step.op]?.about ?? step.about);
}

/** Said even where they are as usual. */
const GIST: ReadonlySet<string> = new Set([
  'fps',
  'resolution',
  'motion-threshold',
  'scene-threshold',
  'transcription-model-size',
]);
