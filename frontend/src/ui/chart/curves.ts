/** Curves as a chart takes them. Pure: no page, no canvas. */

/** Of some steps side by side: where they begin, their lowest and their highest value. */
export type Point = readonly [x: number, low: number, high: number];

export interface Curve {
  label: string;
  points: readonly Point[];
  /** Number of its colour, from 1; by its place where none is given. */
  colour?: number;
  dashed?: boolean;
  /** Drawn behind, and not named: the values of which another curve is the average. */
  faint?: boolean;
  /** A dot at each point: for those that lie far apart. */
  dots?: boolean;
}

/** A column of x, then of each curve one of the lowest and one of the highest values. */
export type Columns = [Float64Array, ...(number | null)[][]];

/**
 * All curves on one x, in order; `null` where a curve has no point. A logarithmic axis has no place
 * for what is not positive.
 */
export function columns(curves: readonly Curve[], log = false): Columns {
  const shown = log ? (y: number) => (y > 0 ? y : null) : (y: number) => y;
  const [only] = curves;
  if (curves.length === 1 && only) {
    const xs = Float64Array.from(only.points, (point) => point[0]);
    return [
      xs,
      only.points.map((point) => shown(point[1])),
      only.points.map((point) => shown(point[2])),
    ];
  }
  const xs = Float64Array.from(
    new Set(curves.flatMap((curve) => curve.points.map((p) => p[0]))),
  ).sort();
  const place = new Map<number, number>();
  xs.forEach((x, index) => {
    place.set(x, index);
  });
  const rest: (number | null)[][] = [];
  for (const curve of curves) {
    const low: (number | null)[] = new Array(xs.length).fill(null);
    const high: (number | null)[] = new Array(xs.length).fill(null);
    for (const [x, least, most] of curve.points) {
      const index = place.get(x);
      if (index === undefined) continue;
      low[index] = shown(least);
      high[index] = shown(most);
    }
    rest.push(low, high);
  }
  return [xs, ...rest];
}

/** At most so many points, of each some side by side the lowest and highest: no spike is lost. */
export function envelope(points: readonly Point[], most: number): Point[] {
  if (points.length <= most) return [...points];
  const found: Point[] = [];
  for (let bin = 0; bin < most; bin += 1) {
    const begin = Math.floor((bin * points.length) / most);
    const end = Math.floor(((bin + 1) * points.length) / most);
    const first = points[begin];
    if (!first) continue;
    let [, low, high] = first;
    for (let index = begin + 1; index < end; index += 1) {
      const point = points[index];
      if (!point) continue;
      low = Math.min(low, point[1]);
      high = Math.max(high, point[2]);
    }
    found.push([first[0], low, high]);
  }
  return found;
}

/** An exponential moving average, for the eye; bias-corrected (Kingma & Ba 2015), 0 = as it is. */
export function smoothed(points: readonly Point[], weight: number): Point[] {
  if (weight <= 0) return [...points];
  let average = 0;
  let scale = 0;
  return points.map(([x, low, high]) => {
    average = weight * average + (1 - weight) * ((low + high) / 2);
    scale = weight * scale + (1 - weight);
    const value = average / scale;
    return [x, value, value];
  });
}
