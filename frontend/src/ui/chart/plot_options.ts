import type uPlot from 'uplot';
import { colour } from '@/shell/theme';
import { BINARY, evenDecimals, rangeOfX, WHOLE } from './axes';
import type { Curve } from './curves';
import { colourOf } from './legend';

/** A line needs two points; one that stands alone is a dot. */
function lonely(): uPlot.Series.Points.Show {
  return (u, series) => {
    let count = 0;
    for (const y of u.data[series] ?? []) if (y !== null && y !== undefined) count += 1;
    return count === 1;
  };
}

interface PlotFacts {
  shown: {
    current: {
      curves: readonly Curve[];
      showX: (x: number) => string;
      showY: (y: number) => string;
      onZoom?: (range: [number, number] | null) => void;
    };
  };
  log: boolean | undefined;
  low: number | undefined;
  high: number | undefined;
  firstX: number | undefined;
  lastX: number | undefined;
  binary: boolean | undefined;
  height: number;
  width: number;
  sync: string | undefined;
  setAt: (at: number | null) => void;
}

/** How uPlot draws the curves; `shown` is looked into whenever it draws. */
export function plotOptions(facts: PlotFacts): uPlot.Options {
  const { shown, log, low, high, firstX, lastX, height, width, sync, setAt } = facts;
  const strokes = shown.current.curves.map((curve, index) =>
    colour(`series-${colourOf(curve, index)}`),
  );
  const alone = shown.current.curves.filter((curve) => !curve.faint).length === 1;
  return {
    width,
    height,
    legend: { show: false },
    padding: [8, () => beyond(shown.current), 0, 0],
    cursor: {
      drag: { x: true, y: false, setScale: false },
      points: { size: 6 },
      ...(sync ? { sync: { key: sync } } : {}),
    },
    scales: {
      x: {
        time: false,
        range: (_, least, most) =>
          firstX !== undefined && lastX !== undefined ? [firstX, lastX] : rangeOfX(least, most),
      },
      y: {
        distr: log ? 3 : 1,
        ...(low !== undefined && high !== undefined ? { range: [low, high] } : {}),
      },
    },
    axes: axesOf(facts),
    series: [{}, ...shown.current.curves.flatMap((curve, i) => seriesOf(curve, strokes[i], alone))],
    bands: shown.current.curves.map((_, index) => ({
      series: [2 + 2 * index, 1 + 2 * index],
      fill: thin(strokes[index] ?? 'transparent', 0.18),
    })),
    hooks: {
      setCursor: [(u) => setAt(u.cursor.idx ?? null)],
      setSelect: [
        (u) => {
          const { left, width: wide } = u.select;
          if (wide > 4)
            shown.current.onZoom?.([u.posToVal(left, 'x'), u.posToVal(left + wide, 'x')]);
          u.setSelect({ left: 0, width: 0, top: 0, height: 0 }, false);
        },
      ],
      ready: [(u) => u.over.addEventListener('dblclick', () => shown.current.onZoom?.(null))],
    },
  };
}

/** Half of what stands at the last tick of x reaches beyond the axis. uPlot asks before it has data. */
function beyond({ curves, showX }: PlotFacts['shown']['current']): number {
  const last = curves.map((curve) => curve.points.at(-1)?.[0] ?? 0);
  return 8 + 3.2 * showX(Math.max(0, ...last)).length;
}

function axesOf({ shown, binary, log }: PlotFacts): uPlot.Axis[] {
  const axis: uPlot.Axis = {
    stroke: colour('ink-3'),
    font: '11px "Inter Variable", system-ui, sans-serif',
    grid: { stroke: colour('line'), width: 1 },
    ticks: { show: false },
  };
  return [
    {
      ...axis,
      incrs: WHOLE,
      values: (_, ticks) => ticks.map((x) => shown.current.showX(x)),
      space: 70,
      size: 24,
    },
    {
      ...axis,
      ...(binary && !log ? { incrs: BINARY } : {}),
      size: (_, values) =>
        12 + 6.4 * Math.max(3, ...(values ?? []).map((text) => text?.length ?? 0)),
      values: (_, ticks) =>
        evenDecimals(ticks.map((y) => (y === null ? '' : shown.current.showY(y)))),
    },
  ];
}

/** The same colour, seen through. */
function thin(rgb: string, alpha: number): string {
  return rgb.replace(/^rgb\((.*)\)$/, `rgb($1 / ${alpha})`).replaceAll(',', ' ');
}

function seriesOf(curve: Curve, stroke = 'currentColor', alone = false): uPlot.Series[] {
  const drawn: uPlot.Series = {
    stroke,
    width: 1.5,
    spanGaps: true,
    alpha: curve.faint ? 0.35 : 1,
    points: { show: curve.dots ?? lonely(), size: 6, fill: stroke },
    ...(curve.dashed ? { dash: [4, 4] } : {}),
  };
  return [
    {
      ...drawn,
      label: `${curve.label}, lowest`,
      // Of one curve alone the ground below it, too.
      ...(alone && !curve.faint && !curve.dots ? { fill: thin(stroke, 0.07) } : {}),
    },
    { ...drawn, label: `${curve.label}, highest` },
  ];
}
