import { Table2, TrendingUp } from 'lucide-react';
import { lazy, Suspense, useEffect, useMemo, useRef, useState } from 'react';
import uPlot from 'uplot';
import 'uplot/dist/uPlot.min.css';
import { useShade } from '@/shell/theme';
import { IconButton } from '@/ui/button';
import { classes } from '@/ui/classes';
import { type Curve, columns, envelope } from './curves';
import { colourOf, DOTS, Legend } from './legend';
import { plotOptions } from './plot_options';

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
  /** First and last x, where it shall not follow the points. */
  xRange?: readonly [number, number];
  /** Values of y are sizes: divided at powers of two. */
  binary?: boolean;
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
  const shown = curves.filter((curve) => !curve.faint);
  const named = shown.length > 1 || shown[0]?.label !== title;
  return (
    <figure className={classes('relative m-0 min-w-0', className)} aria-label={label}>
      <figcaption className="mb-1 flex items-start justify-between gap-2">
        <div className={classes('min-w-0', !title && 'self-center')}>
          {title && <h2 className="mb-1 text-base leading-7 font-semibold">{title}</h2>}
          {named && <Legend curves={curves} />}
        </div>
        <IconButton
          label={asTable ? `${label}: show the chart` : `${label}: show as a table`}
          onClick={() => setAsTable(!asTable)}
          className="-mr-1.5 size-7"
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
  xRange,
  binary,
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
  const [firstX, lastX] = xRange ?? [];

  // biome-ignore lint/correctness/useExhaustiveDependencies: new data goes into the same plot
  useEffect(() => {
    if (!place.current) return;
    const made = new uPlot(
      plotOptions({
        shown,
        log,
        low,
        high,
        firstX,
        lastX,
        binary,
        height,
        sync,
        width: place.current.clientWidth,
        setAt,
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
  }, [names, shade, log, low, high, firstX, lastX, binary, height, sync]);

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
