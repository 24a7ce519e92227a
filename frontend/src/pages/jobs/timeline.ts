/** What a job told, in words. Pure. */
import { count, figure } from '@/lib/format';

export type Mark = 'begin' | 'good' | 'bad' | 'warn' | 'plain';

export interface Told {
  at: number | null;
  mark: Mark;
  title: string;
  detail: string;
}

type Facts = Record<string, unknown>;

function number(value: unknown): number | null {
  return typeof value === 'number' && Number.isFinite(value) ? value : null;
}

function text(value: unknown): string {
  return typeof value === 'string' || typeof value === 'number' ? String(value) : '';
}

function step(facts: Facts): string {
  const at = number(facts.step);
  return at === null ? '' : `step ${count(at)}`;
}

/** The first of the metrics, with their values. */
function metrics(value: unknown): string {
  if (typeof value !== 'object' || value === null) return '';
  return Object.entries(value)
    .filter((pair): pair is [string, number] => typeof pair[1] === 'number')
    .slice(0, 4)
    .map(([name, one]) => `${name} ${figure(one)}`)
    .join(', ');
}

const KINDS: Record<string, (facts: Facts) => [Mark, string, string]> = {
  run_started: (f) => [
    'begin',
    'Training began',
    [
      number(f.samples) === null ? '' : `${count(number(f.samples))} samples`,
      number(f.parameters) === null ? '' : `${count(number(f.parameters))} parameters`,
      text(f.device),
      text(f.precision),
    ]
      .filter(Boolean)
      .join(', '),
  ],
  resumed: (f) => ['begin', 'Went on', [`after ${step(f)}`, text(f.checkpoint)].join(', ')],
  stage: (f) => ['begin', `Stage ${text(f.name)}`, `epoch ${count((number(f.epoch) ?? 0) + 1)}`],
  evaluation: (f) => ['plain', `Evaluation at ${step(f)}`, metrics(f.metrics)],
  checkpoint: (f) => ['plain', `Checkpoint at ${step(f)}`, text(f.name)],
  warning: (f) => ['warn', 'Warning', text(f.message)],
  completed: (f) => ['good', 'Completed', step(f)],
  stopped: (f) => ['warn', 'Stopped', step(f)],
  failed: (f) => ['bad', 'Failed', text(f.message)],
  build_started: (f) => ['begin', 'Build began', `${count(number(f.videos))} videos`],
  video_failed: (f) => ['bad', 'A video failed', text(f.name) || text(f.message)],
  build_done: () => ['good', 'Build done', ''],
  output: (f) => ['plain', `Writes a ${text(f.kind) || 'folder'}`, text(f.path)],
};

/** Events that say where a job is; others, such as steps, are left out. */
export function timelineOf(events: readonly Facts[]): Told[] {
  return events.flatMap((facts) => {
    const kind =
      typeof facts.event === 'string' && Object.hasOwn(KINDS, facts.event)
        ? KINDS[facts.event]
        : undefined;
    if (!kind) return [];
    const [mark, title, detail] = kind(facts);
    return [{ at: number(facts.time), mark, title, detail }];
  });
}
