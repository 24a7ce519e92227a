import { classes } from '@/ui/classes';
import type { Curve } from './curves';

/** The number of a curve's colour, 1 to 8. */
export function colourOf(curve: Curve, index: number): number {
  return (((curve.colour ?? index + 1) - 1) % 8) + 1;
}

export const DOTS = [
  'bg-series-1',
  'bg-series-2',
  'bg-series-3',
  'bg-series-4',
  'bg-series-5',
  'bg-series-6',
  'bg-series-7',
  'bg-series-8',
];

export function Legend({ curves }: { curves: readonly Curve[] }) {
  return (
    <ul className="flex min-w-0 flex-wrap gap-x-4 gap-y-0.5 text-sm text-ink-2">
      {curves.map((curve, index) =>
        curve.faint ? null : (
          <li key={curve.label} className="flex min-w-0 items-center gap-1.5">
            <span aria-hidden className="flex w-3.5 shrink-0 gap-0.5">
              {(curve.dashed ? ['w-1.5', 'w-1.5'] : ['w-full']).map((width, part) => (
                <span
                  key={part}
                  className={classes('h-1 rounded-full', width, DOTS[colourOf(curve, index) - 1])}
                />
              ))}
            </span>
            <span className="truncate">{curve.label}</span>
          </li>
        ),
      )}
    </ul>
  );
}
