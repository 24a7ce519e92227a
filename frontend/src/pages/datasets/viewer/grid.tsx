import { useEffect, useRef, useState } from 'react';
import { plural } from '@/lib/format';
import { cellsOf, moved } from './layout';
import type { Query } from './search';
import { TEXT_PX, Tile } from './tile';
import type { Chosen } from './use_chosen';
import { useRows } from './use_pages';
import { useSight } from './use_sight';
import { usePlace } from './use_width';

const GAP = 12;
/** As wide as it was last: whoever comes back finds the page as long as it was, and is where they were. */
let knownWidth = 0;

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
  const width = usePlace(ref).width || knownWidth;
  useEffect(() => {
    knownWidth = width;
  }, [width]);
  const { columns, tile } = cellsOf(width, GAP);
  const high = Math.round((tile * 9) / 16) + TEXT_PX + 2;
  const sight = useSight(ref, {
    rows: width ? Math.ceil(total / columns) : 0,
    step_px: high + GAP,
    spare: 3,
  });
  const first = sight.first * columns;
  const last = Math.max(first, Math.min(total, (sight.last + 1) * columns) - 1);
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
    sight.show(Math.floor(next / columns));
  };

  const shown = current >= first && current <= last ? current : first;
  return (
    <div
      ref={ref}
      role="list"
      aria-label={plural(total, 'sample')}
      onKeyDown={onKeyDown}
      onFocus={(event) => {
        const place = event.target.closest('[data-place]')?.getAttribute('data-place');
        if (place) setCurrent(Number(place));
      }}
      className="relative [overflow-anchor:none]"
      style={{ height: sight.height_px }}
    >
      {from(sight.first, sight.last).map((line) => (
        <div
          key={line}
          role="presentation"
          className="absolute top-0 left-0 grid w-full [contain:layout_style]"
          style={{
            height: high,
            gap: GAP,
            gridTemplateColumns: `repeat(${columns}, minmax(0, 1fr))`,
            transform: `translateY(${sight.topOf(line)}px)`,
          }}
        >
          {from(line * columns, Math.min(total, (line + 1) * columns) - 1).map((place) => {
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
  );
}

/** All whole numbers from one to another, both inclusive. */
export function from(first: number, last: number): number[] {
  return Array.from({ length: Math.max(0, last - first + 1) }, (_, n) => first + n);
}
