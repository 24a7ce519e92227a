/** The curves of a run, kept up to date by asking for what is new alone. Pure. */
import type { Schemas } from '@/api/client';
import { envelope, type Point } from '@/ui/chart/curves';

export type Metrics = Schemas['Metrics'];

/** Points of a curve that are asked for; twice as many are kept before they are gathered anew. */
export const BINS = 1000;

/** A resume voided steps that are shown: what is there cannot be gone on with. */
export function isVoid(known: Metrics, news: Metrics): boolean {
  return (
    news.undone_after !== null && known.last_step !== null && news.undone_after < known.last_step
  );
}

/** What is there, with what was told since; the lowest and highest values stay as they are. */
export function joined(known: Metrics, news: Metrics, bins: number = BINS): Metrics {
  if (news.last_seq === known.last_seq) return known;
  const series: Metrics['series'] = { ...known.series };
  for (const [name, points] of Object.entries(news.series)) {
    const all = [...(known.series[name] ?? []), ...points];
    series[name] = all.length > 2 * bins ? envelope(all, bins).map(([x, a, b]) => [x, a, b]) : all;
  }
  return {
    series,
    evaluations: [...known.evaluations, ...news.evaluations],
    last_step: news.last_step ?? known.last_step,
    last_seq: news.last_seq,
    undone_after: null,
  };
}

/** Points from one x to another, both inclusive; the one before lies in it too where bins are wide. */
export function clipped(points: readonly Point[], from: number, to: number): Point[] {
  return points.filter(([x], index) => {
    const next = points[index + 1];
    return x <= to && (x >= from || (next !== undefined && next[0] > from));
  });
}

interface Told {
  step: number;
  metrics: Record<string, number>;
}

/** Evaluations by step, with the metrics that are numbers. */
export function evaluationsOf(events: readonly Record<string, unknown>[]): Told[] {
  return events.flatMap((event) => {
    const { step, metrics } = event;
    if (typeof step !== 'number' || typeof metrics !== 'object' || metrics === null) return [];
    const known = Object.entries(metrics).filter(
      (pair): pair is [string, number] => typeof pair[1] === 'number',
    );
    return [{ step, metrics: Object.fromEntries(known) }];
  });
}

/** Curves of the evaluations, by the name of the metric. */
export function evaluationCurves(told: readonly Told[]): Record<string, Point[]> {
  const found: Record<string, Point[]> = {};
  for (const { step, metrics } of told) {
    for (const [name, value] of Object.entries(metrics)) {
      found[name] ??= [];
      found[name].push([step, value, value]);
    }
  }
  return found;
}
