// @vitest-environment jsdom
import type uPlot from 'uplot';
import { expect, it } from 'vitest';
import type { Curve } from './curves';
import { plotOptions } from './plot_options';

function optionsOf(curves: Curve[]): uPlot.Options {
  const shown = { current: { curves, showX: String, showY: String } };
  const open = { low: undefined, high: undefined, firstX: undefined, lastX: undefined };
  const rest = { log: false, binary: false, sync: undefined, height: 200, width: 400 };
  return plotOptions({ shown, ...open, ...rest, setAt: () => undefined });
}

/** As uPlot asks: before it has read its data. */
function rightOf({ padding }: uPlot.Options): number {
  const right = padding?.[1];
  if (typeof right !== 'function') throw new Error('no function');
  return right({} as uPlot, 1, [false, false, true, true], 0);
}

it('leaves room at the right for the label of the last step, from the first drawing on', () => {
  const short = rightOf(optionsOf([{ label: 'loss', points: [[9, 1, 1]] }]));
  const long = rightOf(optionsOf([{ label: 'loss', points: [[1_000_000, 1, 1]] }]));
  expect(long).toBeGreaterThan(short);
  expect(rightOf(optionsOf([{ label: 'loss', points: [] }]))).toBeGreaterThan(0);
});

it('draws a ground below a curve that is alone, and below no other', () => {
  const points: Curve['points'] = [
    [1, 2, 3],
    [2, 2, 3],
  ];
  const fills = (curves: Curve[]) => optionsOf(curves).series.filter((one) => one.fill).length;
  expect(fills([{ label: 'a', points }])).toBe(1);
  expect(fills([{ label: 'a', points, dots: true }])).toBe(0);
  const both = [
    { label: 'a', points },
    { label: 'b', points },
  ];
  expect(fills(both)).toBe(0);
});
