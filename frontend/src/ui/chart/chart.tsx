import { Table2, TrendingUp } from 'lucide-react';
import { lazy, Suspense, useEffect, useMemo, useRef, useState } from 'react';
import uPlot from 'uplot';
import 'uplot/dist/uPlot.min.css';
import { colour, useShade } from '@/shell/theme';
import { IconButton } from '@/ui/button';
import { classes } from '@/ui/classes';
import { type Curve, columns, envelope } from './curves';

const CurveTable = lazy(() =>
  import('./curve_table').then((module) => ({ default: module.CurveTable })),
);

interface Props {
  /** What it shows; read aloud, and the name of its table. */
  label: string;
  /** Above it; one curve alone needs no other name then. */
  title?: string;
  curves: readonly Curve[];
  /** Of the x axis. */
  xName: string;
  showX?: (x: number) => string;
  showY?: (y: number) => string;
  /** A logarithmic y axis; values that are not positive are left out. */
  log?: boolean;
  /** Lowest and highest y, where it shall not follow the values. */
  yRange?: [number, number];
  height?: number;
  /** Charts of the same key share their cursor. */
  sync?: string;
  /** Somebody drew a frame around a stretch of x; null = all of it again. */
  onZoom?: (range: [number, number] | null) => void;
  className?: string;
}

/** Curves with the lowest and highest value of each stretch, or the same as a table. */
export function Chart(props: Props) {
  const [asTable, setAsTable] = useState(false);
  const { label, title, curves, className } = props;
  const named = curves.filter((curve) => !curve.faint).length > 1 || !title;
  return (
    <figure className={classes('relative m-0 min-w-0', className)} aria-label={label}>
      <figcaption className="mb-1 flex items-start justify-between gap-2">
        <div className="min-w-0">
          {title && <h2 className="mb-1 text-base font-semibold">{title}</h2>}
          {named && <Legend curves={curves} />}
        </div>
        <IconButton
          label={asTable ? `${label}: show the chart` : `${label}: show as a table`}
          onClick={() => setAsTable(!asTable)}
          className="size-7"
        >
          {asTable ? <TrendingUp className="size-4" /> : <Table2 className="size-4" />}
        </IconButton>
      </figcaption>
      {asTable ? (
        <Suspense fallback={<div style={{ height: props.height ?? 220 }} />}>
          <CurveTable {...props} height={props.height ?? 220} />
        </Suspense>
      ) : (
        <Plot {...props} />
      )}
    </figure>
  );
}

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

/** Points of a curve that are drawn: some for each pixel of the widest screen. */
const MOST_POINTS = 4000;

function drawn(curve: Curve): Curve {
  if (curve.points.length <= MOST_POINTS) return curve;
  return { ...curve, points: envelope(curve.points, MOST_POINTS) };
}

function Plot({
  label,
  curves,
  xName,
  showX = String,
  showY = String,
  log,
  yRange,
  height = 220,
  sync,
  onZoom,
}: Props) {
  const place = useRef<HTMLDivElement>(null);
  const plot = useRef<uPlot | null>(null);
  const shown = useRef({ showX, showY, onZoom, curves });
  shown.current = { showX, showY, onZoom, curves };
  const shade = useShade();
  const [at, setAt] = useState<number | null>(null);
  const data = useMemo(() => columns(curves.map(drawn), log), [curves, log]);
  const names = curves
    .map((c, i) => [c.label, colourOf(c, i), c.dashed, c.faint, c.dots].join('/'))
    .join('\n');
  const [low, high] = yRange ?? [];

  // biome-ignore lint/correctness/useExhaustiveDependencies: new data goes into the same plot
  useEffect(() => {
    if (!place.current) return;
    const made = new uPlot(
      options({
        shown,
        log,
        low,
        high,
        height,
        sync,
        width: place.current.clientWidth,
        setAt,
        xName,
      }),
      data as uPlot.AlignedData,
      place.current,
    );
    plot.current = made;
    const sizes = new ResizeObserver(([entry]) => {
      if (entry) made.setSize({ width: Math.floor(entry.contentRect.width), height });
    });
    sizes.observe(place.current);
    return () => {
      sizes.disconnect();
      made.destroy();
      plot.current = null;
    };
  }, [names, shade, log, low, high, height, sync, xName]);

  useEffect(() => {
    plot.current?.setData(data as uPlot.AlignedData, true);
  }, [data]);

  return (
    <div className="relative">
      {/* uPlot draws on a canvas; its table says the same to a screen reader. */}
      <div
        ref={place}
        role="img"
        aria-label={`${label}: a chart; its table has the same`}
        style={{ height }}
      />
      <Hover at={at} curves={curves} data={data} xName={xName} showX={showX} showY={showY} />
    </div>
  );
}

function Hover({
  at,
  curves,
  data,
  xName,
  showX,
  showY,
}: {
  at: number | null;
  curves: readonly Curve[];
  data: ReturnType<typeof columns>;
  xName: string;
  showX: (x: number) => string;
  showY: (y: number) => string;
}) {
  const x = at === null ? undefined : data[0][at];
  if (at === null || x === undefined) return null;
  return (
    <div className="tabular pointer-events-none absolute top-1 right-1 z-10 rounded-md border bg-surface/95 px-2.5 py-1.5 text-xs shadow-card">
      <p className="text-ink-3">
        {xName} {showX(x)}
      </p>
      {curves.map((curve, index) => {
        const low = data[1 + 2 * index]?.[at];
        const high = data[2 + 2 * index]?.[at];
        if (low === null || low === undefined || high === null || high === undefined) return null;
        if (curve.faint) return null;
        return (
          <p key={curve.label} className="flex items-center gap-1.5">
            <span
              aria-hidden
              className={classes('size-1.5 rounded-full', DOTS[colourOf(curve, index) - 1])}
            />
            <span className="max-w-40 truncate text-ink-2">{curve.label}</span>
            <span className="ml-auto pl-2 font-medium">
              {low === high ? showY(low) : `${showY(low)} – ${showY(high)}`}
            </span>
          </p>
        );
      })}
    </div>
  );
}

/** A line needs two points; one that stands alone is a dot. */
function alone(): uPlot.Series.Points.Show {
  return (u, series) => {
    let count = 0;
    for (const y of u.data[series] ?? []) if (y !== null && y !== undefined) count += 1;
    return count === 1;
  };
}

interface Drawn {
  shown: { current: Pick<Props, 'onZoom' | 'curves'> & Required<Pick<Props, 'showX' | 'showY'>> };
  log: boolean | undefined;
  low: number | undefined;
  high: number | undefined;
  height: number;
  width: number;
  sync: string | undefined;
  xName: string;
  setAt: (at: number | null) => void;
}

function options({ shown, log, low, high, height, width, sync, setAt }: Drawn): uPlot.Options {
  const font = '11px "Inter Variable", system-ui, sans-serif';
  const axis: uPlot.Axis = {
    stroke: colour('ink-3'),
    font,
    grid: { stroke: colour('line'), width: 1 },
    ticks: { show: false },
  };
  const strokes = shown.current.curves.map((curve, index) =>
    colour(`series-${colourOf(curve, index)}`),
  );
  return {
    width,
    height,
    legend: { show: false },
    padding: [8, 12, 0, 0],
    cursor: {
      drag: { x: true, y: false, setScale: false },
      points: { size: 6 },
      ...(sync ? { sync: { key: sync } } : {}),
    },
    scales: {
      x: { time: false },
      y: {
        distr: log ? 3 : 1,
        ...(low !== undefined && high !== undefined ? { range: [low, high] } : {}),
      },
    },
    axes: [
      {
        ...axis,
        values: (_, ticks) => ticks.map((x) => shown.current.showX(x)),
        space: 70,
        size: 28,
      },
      {
        ...axis,
        size: (_, values) =>
          16 + 6.5 * Math.max(4, ...(values ?? []).map((text) => text?.length ?? 0)),
        values: (_, ticks) => ticks.map((y) => (y === null ? '' : shown.current.showY(y))),
      },
    ],
    series: [
      {},
      ...shown.current.curves.flatMap((curve, index): uPlot.Series[] => {
        const drawn: uPlot.Series = {
          stroke: strokes[index] ?? 'currentColor',
          width: 1.5,
          spanGaps: true,
          alpha: curve.faint ? 0.35 : 1,
          points: { show: curve.dots ?? alone(), size: curve.dots ? 6 : 4 },
          ...(curve.dashed ? { dash: [4, 4] } : {}),
        };
        return [
          { ...drawn, label: `${curve.label}, lowest` },
          { ...drawn, label: `${curve.label}, highest` },
        ];
      }),
    ],
    bands: shown.current.curves.map((_, index) => ({
      series: [2 + 2 * index, 1 + 2 * index],
      fill:
        strokes[index]?.replace(/^rgb\((.*)\)$/, 'rgb($1 / 0.18)').replaceAll(',', ' ') ??
        'transparent',
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
