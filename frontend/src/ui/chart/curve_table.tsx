import { useVirtualizer } from '@tanstack/react-virtual';
import { useMemo, useRef } from 'react';
import { type Curve, columns } from './curves';

const ROW_PX = 28;

interface Props {
  label: string;
  curves: readonly Curve[];
  xName: string;
  showX?: (x: number) => string;
  showY?: (y: number) => string;
  height: number;
}

/** All points of the curves as rows; only those in sight are made. */
export function CurveTable({
  label,
  curves,
  xName,
  showX = String,
  showY = String,
  height,
}: Props) {
  const data = useMemo(() => columns(curves), [curves]);
  const place = useRef<HTMLDivElement>(null);
  const rows = useVirtualizer({
    count: data[0].length,
    getScrollElement: () => place.current,
    estimateSize: () => ROW_PX,
    overscan: 10,
  });
  const width = { gridTemplateColumns: `repeat(${curves.length + 1}, minmax(6rem, 1fr))` };
  return (
    <section
      ref={place}
      tabIndex={0}
      aria-label={`${label}, as a table`}
      className="overflow-auto text-sm"
      style={{ height }}
    >
      <div
        role="table"
        aria-rowcount={data[0].length + 1}
        aria-label={label}
        className="tabular min-w-max"
      >
        <div
          role="row"
          aria-rowindex={1}
          className="sticky top-0 grid border-b bg-surface text-ink-3"
          style={width}
        >
          {[xName, ...curves.map((curve) => curve.label)].map((name) => (
            <span key={name} role="columnheader" className="truncate px-2 py-1 font-medium">
              {name}
            </span>
          ))}
        </div>
        <div className="relative" role="rowgroup" style={{ height: rows.getTotalSize() }}>
          {rows.getVirtualItems().map((row) => (
            <div
              key={row.key}
              role="row"
              aria-rowindex={row.index + 2}
              className="absolute inset-x-0 grid border-b"
              style={{ ...width, height: ROW_PX, transform: `translateY(${row.start}px)` }}
            >
              <span role="cell" className="px-2 py-1 text-ink-2">
                {showX(data[0][row.index] ?? 0)}
              </span>
              {curves.map((curve, index) => (
                <span key={curve.label} role="cell" className="px-2 py-1">
                  {range(data[1 + 2 * index]?.[row.index], data[2 + 2 * index]?.[row.index], showY)}
                </span>
              ))}
            </div>
          ))}
        </div>
      </div>
    </section>
  );
}

function range(
  low: number | null | undefined,
  high: number | null | undefined,
  show: (y: number) => string,
): string {
  if (low === null || low === undefined || high === null || high === undefined) return '';
  return low === high ? show(low) : `${show(low)} – ${show(high)}`;
}
