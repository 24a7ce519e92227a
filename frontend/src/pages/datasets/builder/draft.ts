/** What a form holds, and the command's options that it comes to. Nothing here needs React. */
import type { Schemas } from '@/api/client';
import type { Options } from '@/lib/command';

export type Setting = Schemas['BuildSetting'];
export type Step = Schemas['BuildStep'];
export type Backend = Schemas['LabelBackend'];
export type Raw = string | boolean;

/** Only what was touched, as it was typed. */
export type Draft = Readonly<Record<string, Raw>>;

export const BACKEND_FLAGS = {
  captions: 'caption-backend',
  transcripts: 'transcription-backend',
} as const;
export type Kind = keyof typeof BACKEND_FLAGS;

/** Settings that say something only where another one is on. */
const ONLY_WITH: Record<string, string> = {
  'motion-threshold': 'smart-sampling',
  'scene-threshold': 'scene-detection',
};

const NAME = /^[A-Za-z0-9][A-Za-z0-9_-]{0,79}$/;

export function kindOf(step: string): Kind | null {
  if (step === 'captions') return 'captions';
  return step === 'transcript' ? 'transcripts' : null;
}

/** The back end that is chosen; without a choice the one that the command would take. */
export function chosen(
  kind: Kind,
  draft: Draft,
  backends: readonly Backend[],
): Backend | undefined {
  const of = backends.filter((one) => one.kind === kind);
  return of.find((one) => one.name === draft[BACKEND_FLAGS[kind]]) ?? of.find((one) => one.usual);
}

export function isBackendFlag(flag: string): boolean {
  return flag === BACKEND_FLAGS.captions || flag === BACKEND_FLAGS.transcripts;
}

/** The settings of a step that mean something, as things are. */
export function shownSettings(step: Step, draft: Draft, backends: readonly Backend[]): Setting[] {
  const kind = kindOf(step.op);
  const backend = kind ? chosen(kind, draft, backends) : undefined;
  return step.settings.filter((one) => {
    if (isBackendFlag(one.flag)) return false;
    if (kind && !backend?.flags.includes(one.flag)) return false;
    const other = ONLY_WITH[one.flag];
    return other === undefined || draft[other] !== false;
  });
}

export function defaultText(setting: Setting): string {
  return setting.default === null || typeof setting.default === 'boolean'
    ? ''
    : String(setting.default);
}

export function isChanged(setting: Setting, draft: Draft): boolean {
  const raw = draft[setting.flag];
  if (raw === undefined) return false;
  if (typeof raw === 'boolean') return raw !== setting.default;
  return raw.trim() !== '' && raw.trim() !== defaultText(setting);
}

/** What is wrong with a value, in words; null where nothing is. */
export function problemOf(setting: Setting, draft: Draft): string | null {
  const raw = draft[setting.flag];
  if (typeof raw !== 'string' || raw.trim() === '') return null;
  const text = raw.trim();
  if (setting.kind === 'number' || setting.kind === 'integer') {
    return numberProblem(text, setting);
  }
  if (setting.kind === 'size') return sizeProblem(text);
  if (setting.kind === 'text' && Object.keys(setting.bounds).length > 0) {
    return text === 'auto' ? null : numberProblem(text, { ...setting, kind: 'integer' });
  }
  return null;
}

function numberProblem(text: string, setting: Setting): string | null {
  const value = Number(text);
  const { minimum, maximum, exclusiveMinimum, exclusiveMaximum } = setting.bounds;
  const good =
    Number.isFinite(value) &&
    (setting.kind !== 'integer' || Number.isInteger(value)) &&
    (minimum === undefined || value >= minimum) &&
    (maximum === undefined || value <= maximum) &&
    (exclusiveMinimum === undefined || value > exclusiveMinimum) &&
    (exclusiveMaximum === undefined || value < exclusiveMaximum);
  return good ? null : `Must be ${setting.allowed.replaceAll('`', '')}.`;
}

function sizeProblem(text: string): string | null {
  if (text === 'source') return null;
  const sides = /^(\d{1,5})[x,](\d{1,5})$/.exec(text)?.slice(1).map(Number) ?? [];
  return sides.length === 2 && sides.every((side) => side >= 16 && side <= 8192)
    ? null
    : 'WIDTHxHEIGHT from 16 to 8192, such as 224x224, or source.';
}

export function nameProblem(name: string): string | null {
  if (name === '') return 'Give it a name.';
  return NAME.test(name)
    ? null
    : 'Letters, digits, - and _; the first is a letter or digit; 80 at most.';
}

/** A name that can be one, made of another: `My clips (2)` gives `My-clips-2`. */
export function nameFrom(text: string): string {
  return text
    .normalize('NFKD')
    .replace(/[\u0300-\u036f]/g, '')
    .replace(/[^A-Za-z0-9_-]+/g, '-')
    .replace(/^[-_]+|[-_]+$/g, '')
    .slice(0, 80);
}

function typed(setting: Setting, raw: Raw): string | number | boolean {
  if (typeof raw === 'boolean') return raw;
  const text = raw.trim();
  return setting.kind === 'number' || setting.kind === 'integer' ? Number(text) : text;
}

/** The options of `dataset build`: the back ends by name, and all that is not the default. */
export function optionsOf(
  steps: readonly Step[],
  draft: Draft,
  backends: readonly Backend[],
): Record<string, string | number | boolean> {
  const options: Record<string, string | number | boolean> = {};
  for (const step of steps) {
    const kind = kindOf(step.op);
    const backend = kind ? chosen(kind, draft, backends) : undefined;
    if (kind && backend) options[BACKEND_FLAGS[kind]] = backend.name;
    for (const setting of shownSettings(step, draft, backends)) {
      const raw = draft[setting.flag];
      if (raw !== undefined && isChanged(setting, draft))
        options[setting.flag] = typed(setting, raw);
    }
  }
  return options;
}

/** Everything that stands in the way, by flag. */
export function problemsOf(
  steps: readonly Step[],
  draft: Draft,
  backends: readonly Backend[],
): Record<string, string> {
  const found: Record<string, string> = {};
  for (const step of steps) {
    for (const setting of shownSettings(step, draft, backends)) {
      const problem = problemOf(setting, draft) ?? missing(step, setting, draft, backends);
      if (problem) found[setting.flag] = problem;
    }
  }
  return found;
}

function missing(
  step: Step,
  setting: Setting,
  draft: Draft,
  backends: readonly Backend[],
): string | null {
  const kind = kindOf(step.op);
  const backend = kind ? chosen(kind, draft, backends) : undefined;
  const given = String(draft[setting.flag] ?? '').trim();
  if (!backend || given) return null;
  if (setting.parameter === 'url' && !backend.works) return 'Give the address of the server.';
  if (setting.parameter === 'model' && backend.name === 'apotheon')
    return 'Choose a trained model.';
  return null;
}

/** The form as it must have been for a dataset with these settings. */
export function draftFrom(steps: readonly Step[], settings: Record<string, unknown>): Draft {
  const draft: Record<string, Raw> = {};
  const built = isRecord(settings.steps) ? settings.steps : {};
  for (const step of steps) {
    const values = built[step.op];
    for (const setting of step.settings) {
      if (setting.parameter === null) draft[setting.flag] = isRecord(values);
      else if (isRecord(values)) {
        const raw = rawOf(setting, values[setting.parameter]);
        if (raw !== null) draft[setting.flag] = raw;
      }
    }
  }
  return draft;
}

function rawOf(setting: Setting, value: unknown): Raw | null {
  if (typeof value === 'boolean') return value;
  if (setting.kind === 'size') return Array.isArray(value) ? value.join('x') : 'source';
  return typeof value === 'string' || typeof value === 'number' ? String(value) : null;
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** Options in the order in which people read a command: where from, where to, how. */
export function commandOptions(input: string, output: string, options: Options): Options {
  return { input, output, ...options };
}
