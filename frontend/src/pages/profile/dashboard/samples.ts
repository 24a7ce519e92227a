import type { Schemas } from '@/api/client';
import type { Curve, Point } from '@/ui/chart/curves';

/** As it is read from answers, where tuples are lists. */
export type Sample = Omit<Schemas['Machine'], 'load'> & { load: readonly number[] };

/** As long as the server remembers, in seconds. */
export const KEPT_S = 600;

/** What charts of the last minutes show, from their first point on: minutes before now. */
export const WINDOW_MIN = [-KEPT_S / 60, 0] as const;

/** Samples with one more; of none that is older than what is kept, in order, each once. */
export function withSample(samples: readonly Sample[], more: Sample): Sample[] {
  const last = samples.at(-1);
  if (last && more.at <= last.at) return [...samples];
  return [...samples.filter((sample) => sample.at >= more.at - KEPT_S), more];
}

/** All samples of two lists, the newer list's after those of the older. */
export function joined(older: readonly Sample[], newer: readonly Sample[]): Sample[] {
  const last = older.at(-1);
  return last ? [...older, ...newer.filter((sample) => sample.at > last.at)] : [...newer];
}

/** A figure over time; x are minutes before the last sample. */
export function curveOf(
  samples: readonly Sample[],
  label: string,
  figure: (sample: Sample) => number | null | undefined,
  colour: number,
): Curve {
  const now = samples.at(-1)?.at ?? 0;
  const points: Point[] = [];
  for (const sample of samples) {
    const value = figure(sample);
    if (value === null || value === undefined) continue;
    points.push([(sample.at - now) / 60, value, value]);
  }
  return { label, points, colour };
}

/** `-2` as `2 min`, `-0.5` as `30 s`. */
export function before(minutes: number): string {
  const seconds = Math.round(-minutes * 60);
  if (seconds <= 0) return 'now';
  if (seconds < 60) return `${seconds} s`;
  const rest = seconds % 60;
  return rest ? `${Math.floor(seconds / 60)} min ${rest} s` : `${seconds / 60} min`;
}
