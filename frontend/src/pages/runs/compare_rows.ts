/** Numbers of several runs beside each other. Pure. */
import { isLowerBetter } from './names';

export interface Compared {
  name: string;
  values: (number | null)[];
  /** Place of the best value; null where nothing says which is better, or all are alike. */
  best: number | null;
}

/** Steps are neither better nor worse when there are more. */
const NO_BETTER = new Set(['steps']);

export function comparedRows(table: Record<string, (number | null)[]>): Compared[] {
  return Object.entries(table).map(([name, values]) => ({
    name,
    values,
    best: NO_BETTER.has(name) ? null : bestPlace(values, isLowerBetter(name)),
  }));
}

function bestPlace(values: readonly (number | null)[], lower: boolean): number | null {
  const known = values.filter((value) => value !== null);
  if (known.length < 2 || new Set(known).size < 2) return null;
  return values.indexOf(lower ? Math.min(...known) : Math.max(...known));
}

/** Of a value from that of the first run: `−12 %`, `×57`, or `+0.25` where that is zero. */
export function difference(value: number | null, first: number | null | undefined): string | null {
  if (value === null || first === null || first === undefined || value === first) return null;
  const apart = value - first;
  const sign = apart > 0 ? '+' : '−';
  const size = Math.abs(apart);
  if (Math.abs(first) < 1e-9) return `${sign}${Number(size.toPrecision(3))}`;
  const share = (size / Math.abs(first)) * 100;
  const times = value / first;
  if (times >= 10) return `×${times.toFixed(0)}`;
  return `${sign}${share.toFixed(share < 10 ? 1 : 0)} %`;
}
