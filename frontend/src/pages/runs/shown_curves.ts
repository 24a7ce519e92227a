/** Points of the server as curves of a chart. Pure. */
import { type Curve, type Point, smoothed } from '@/ui/chart/curves';

interface Named {
  label: string;
  points: readonly Point[];
  colour: number;
  dots?: boolean;
}

/** With smoothing, the average in front and the values, spikes and all, faintly behind it. */
export function shownCurves(named: readonly Named[], smooth: number): Curve[] {
  if (!smooth) return named.map((one) => ({ ...one }));
  const behind = named
    .filter((one) => !one.dots)
    .map((one): Curve => ({ ...one, label: `${one.label}, as it is`, faint: true }));
  const front = named.map(
    (one): Curve => (one.dots ? one : { ...one, points: smoothed(one.points, smooth) }),
  );
  return [...behind, ...front];
}
