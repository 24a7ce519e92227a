/** Runs with their models, and models that stand alone, as one list. */
import type { Schemas } from '@/api/client';
import { at, mappingOf, numberOf, textOf } from './json';
import { labelOf } from './labels';

export interface ModelRow {
  id: string;
  kind: 'run' | 'export';
  name: string;
  path: string;
  template: string | null;
  trainer: string | null;
  state: string | null;
  message: string | null;
  /** Seconds since 1970. */
  created: number | null;
  step: number | null;
  loss: number | null;
  bytes: number | null;
  files: number | null;
  /** There are weights that can be used. */
  usable: boolean;
}

export function rowsOf(
  runs: readonly Schemas['Run'][],
  models: readonly Schemas['Model'][],
): ModelRow[] {
  const known = new Set(runs.map((run) => run.id));
  const own = new Map(models.map((model) => [model.run, model]));
  return [
    ...runs.map((run): ModelRow => {
      const model = own.get(run.id);
      return {
        id: run.id,
        kind: 'run',
        name: run.name,
        path: run.path,
        template: run.template,
        trainer: model?.trainer ?? null,
        state: run.state,
        message: run.message,
        created: run.created ? Date.parse(run.created) / 1000 : null,
        step: run.step,
        loss: run.loss,
        bytes: model?.bytes ?? null,
        files: model?.files ?? null,
        usable: model !== undefined,
      };
    }),
    ...models
      .filter((model) => model.run === null || !known.has(model.run))
      .map(
        (model): ModelRow => ({
          id: model.id,
          kind: 'export',
          name: model.name,
          path: model.path,
          template: model.template,
          trainer: model.trainer,
          state: null,
          message: null,
          created: null,
          step: null,
          loss: null,
          bytes: model.bytes,
          files: model.files,
          usable: true,
        }),
      ),
  ];
}

export interface Figure {
  name: string;
  value: number;
  about: string;
}

export interface RunFacts {
  manifest: string | null;
  trainer: string | null;
  figures: Figure[];
}

const MOST = 3;

/** What counts of all that a run says: its tests, else the best of its evaluations, then the loss. */
export function runFactsOf(detail: unknown): RunFacts {
  const found: Figure[] = [];
  for (const [split, measures] of Object.entries(mappingOf(at(detail, 'results'))))
    for (const [name, value] of Object.entries(mappingOf(measures)))
      add(found, `${split} ${name}`, numberOf(value), `measured on the ${split} split`);
  const best = Object.entries(mappingOf(at(detail, 'best')));
  for (const [name, told] of best.toSorted(([a], [b]) => rank(a) - rank(b))) {
    const [value, step] = Array.isArray(told) ? told : [];
    if (wanted(name)) add(found, name, numberOf(value), `best, at step ${numberOf(step) ?? '?'}`);
  }
  const loss = numberOf(at(detail, 'last_step.loss'));
  const figures = found.slice(0, loss === null ? MOST : MOST - 1);
  if (loss !== null) figures.push({ name: 'Train loss', value: loss, about: 'of the last step' });
  return {
    manifest:
      textOf(at(detail, 'run.dataset.manifest')) ||
      textOf(at(detail, 'run.config.manifest_path')) ||
      null,
    trainer: textOf(at(detail, 'run.config.trainer')) || null,
    figures,
  };
}

const TELLING = [/\bwer$/, /\bcer$/, /cider$/, /bleu$/, /rouge_l$/, /retrieval/, /\bloss$/];

/** What says most about a model comes first. */
function rank(name: string): number {
  const found = TELLING.findIndex((one) => one.test(name));
  return found === -1 ? TELLING.length : found;
}

/** Parts of the loss and raw forms stand on the run's own page. */
function wanted(name: string): boolean {
  return !/_loss$|, raw$/.test(name);
}

function add(to: Figure[], name: string, value: number | null, about: string): void {
  if (value !== null) to.push({ name: figureName(name), value, about });
}

/** `val transcripts, wer` as `Val transcripts WER`. */
export function figureName(name: string): string {
  const text = name
    .replace(/,? (wer|cer)\b/g, (_, short: string) => ` ${short.toUpperCase()}`)
    .replace(
      /,? (exact_match|rouge_l|cider|bleu|retrieval)\b/g,
      (_, key: string) => ` ${lowered(labelOf(key))}`,
    );
  return text.charAt(0).toUpperCase() + text.slice(1);
}

function lowered(label: string): string {
  return /^[A-Z][a-z ]+$/.test(label) ? label.toLowerCase() : label;
}

/** Whether it has all the words. */
export function hasWords(row: ModelRow, words: string): boolean {
  const text = `${row.name} ${row.template ?? ''} ${row.state ?? 'export'}`.toLowerCase();
  return words
    .toLowerCase()
    .split(/\s+/)
    .every((word) => text.includes(word));
}
