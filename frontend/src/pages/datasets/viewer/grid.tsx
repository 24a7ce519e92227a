import { useWindowVirtualizer } from '@tanstack/react-virtual';
import { useEffect, useRef, useState } from 'react';
import { plural } from '@/lib/format';
import { cellsOf, moved, shownRows } from './layout';
import type { Query } from './search';
import { TEXT_PX, Tile } from './tile';
import type { Chosen } from './use_chosen';
import { useRows } from './use_pages';
import { usePlace } from './use_width';

const GAP = 12;

export interface ListProps {
  dataset: string;
  query: Query;
  total: number;
  chosen: Chosen;
  stretched: boolean;
  hrefOf: (id: string, place: number) => string;
  onOpen: (href: string) => void;
}

/** All samples as tiles; only those in sight are in the page. Arrow keys move, x chooses, Enter opens. */
export function Grid({ dataset, query, total, chosen, stretched, hrefOf, onOpen }: ListProps) {
  const ref = useRef<HTMLDivElement>(null);
  const { width, top } = usePlace(ref);
  const { columns, tile } = cellsOf(width, GAP);
  const high = Math.round((tile * 9) / 16) + TEXT_PX + 2;
  const rows = shownRows(Math.ceil(total / columns), high + GAP);
  const virtual = useWindowVirtualizer({
    count: width ? rows : 0,
    estimateSize: () => high + GAP,
    overscan: 3,
    scrollMargin: top,
    useFlushSync: false,
  });
  // biome-ignore lint/correctness/useExhaustiveDependencies: all rows have another height then
  useEffect(() => virtual.measure(), [high, virtual]);
  const items = virtual.getVirtualItems();
  const first = (items[0]?.index ?? 0) * columns;
  const last = Math.min(total, ((items.at(-1)?.index ?? 0) + 1) * columns) - 1;
  const rowOf = useRows(dataset, query, first, last);
  const [current, setCurrent] = useState(0);
  const wanted = useRef<number | null>(null);

  useEffect(() => {
    if (wanted.current === null) return;
    const link = ref.current?.querySelector<HTMLElement>(`[data-place="${wanted.current}"] a`);
    if (!link) return;
    link.focus({ preventScroll: true });
    wanted.current = null;
  });

  const onKeyDown = (event: React.KeyboardEvent) => {
    if (event.altKey || event.ctrlKey || event.metaKey) return;
    const row = rowOf(current);
    if (event.key === 'x' && row) {
      chosen.toggle(row.id, current, event.shiftKey);
      event.preventDefault();
      return;
    }
    const next = moved(event.key, current, columns, total);
    if (next === null) return;
    event.preventDefault();
    wanted.current = next;
    setCurrent(next);
    virtual.scrollToIndex(Math.floor(next / columns), { align: 'auto' });
  };

  const shown = current >= first && current <= last ? current : first;
  return (
    <>
      <div
        ref={ref}
        role="list"
        aria-label={plural(total, 'sample')}
        onKeyDown={onKeyDown}
        onFocus={(event) => {
          const place = event.target.closest('[data-place]')?.getAttribute('data-place');
          if (place) setCurrent(Number(place));
        }}
        className="relative"
        style={{ height: virtual.getTotalSize() }}
      >
        {items.map((line) => (
          <div
            key={line.key}
            role="presentation"
            className="absolute top-0 left-0 grid w-full [contain:layout_style]"
            style={{
              height: high,
              gap: GAP,
              gridTemplateColumns: `repeat(${columns}, minmax(0, 1fr))`,
              transform: `translateY(${line.start - virtual.options.scrollMargin}px)`,
            }}
          >
            {places(line.index, columns, total).map((place) => {
              const row = rowOf(place);
              return (
                <Tile
                  key={place}
                  dataset={dataset}
                  row={row}
                  place={place}
                  total={total}
                  href={row && hrefOf(row.id, place)}
                  chosen={row ? chosen.ids.has(row.id) : false}
                  stretched={stretched}
                  current={place === shown}
                  onToggle={chosen.toggle}
                  onOpen={onOpen}
                />
              );
            })}
          </div>
        ))}
      </div>
      <Cut shown={rows * columns} total={total} />
    </>
  );
}

function places(line: number, columns: number, total: number): number[] {
  const from = line * columns;
  return Array.from({ length: Math.min(columns, total - from) }, (_, n) => from + n);
}

/** A browser's pages end somewhere. */
export function Cut({ shown, total }: { shown: number; total: number }) {
  if (shown >= total) return null;
  return (
    <p className="mt-3 text-ink-2">
      The first {plural(shown, 'sample')} are shown, more than a browser can scroll. Search, filter
      or sort the other way round for the rest.
    </p>
  );
}
