/** What curves and metrics are called, and how their values are written. Pure. */
import { bytes, figure, percent, span } from '@/lib/format';

const LABELS: Record<string, string> = {
  loss: 'Loss',
  learning_rate: 'Learning rate',
  grad_norm: 'Gradient norm',
  tokens_per_s: 'Tokens per second',
  memory_bytes: 'Peak memory',
  data_wait_share: 'Share of time that waits for data',
  model_share: 'Share of time in the model',
  padding_share: 'Share of padding',
  seconds: 'Time of a step',
  tokens: 'Tokens of a step',
};

/** `losses/captioning` is `captioning`. */
export function curveLabel(name: string): string {
  const inner = name.startsWith('losses/') ? name.slice('losses/'.length) : name;
  return LABELS[inner] ?? inner.replaceAll('_', ' ');
}

/** A value of a curve, with its unit. */
export function curveValue(name: string): (value: number) => string {
  if (name.endsWith('_bytes')) return bytes;
  if (name.endsWith('_share')) return (value) => percent(value, 1);
  if (name === 'seconds') return span;
  if (name === 'tokens' || name === 'tokens_per_s') return many;
  return figure;
}

const compact = new Intl.NumberFormat('en', {
  notation: 'compact',
  maximumSignificantDigits: 4,
});

/** `1.25K`; four digits that count, for ticks that lie close. */
function many(value: number): string {
  return compact.format(value);
}

const LOWER = /(?:.*[_/, ])?(?:loss|wer|cer|perplexity)(?:,.*)?$/;

/** Losses and error rates are better when lower, as `best_metrics` of the server has it. */
export function isLowerBetter(name: string): boolean {
  return LOWER.test(name);
}

/** The curves of a run in the order in which one looks at them: name of the chart, its series. */
export function chartsOf(names: readonly string[]): { title: string; series: string[] }[] {
  const there = new Set(names);
  const tasks = names.filter((name) => name.startsWith('losses/')).sort();
  const main = ['loss', 'learning_rate', 'grad_norm', 'tokens_per_s', 'memory_bytes'];
  const shares = ['data_wait_share', 'model_share', 'padding_share'].filter((n) => there.has(n));
  const known = new Set([...main, ...shares, ...tasks]);
  const rest = names.filter((name) => !known.has(name)).sort();
  const one = (name: string) =>
    there.has(name) ? [{ title: curveLabel(name), series: [name] }] : [];
  return [
    ...one('loss'),
    ...(tasks.length ? [{ title: 'Loss of each task', series: tasks }] : []),
    ...main.slice(1).flatMap(one),
    ...(shares.length ? [{ title: 'Where the time goes', series: shares }] : []),
    ...rest.flatMap(one),
  ];
}
