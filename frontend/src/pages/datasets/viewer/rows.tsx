import { memo, useRef } from 'react';
import { at } from '@/api/client';
import { count, figure, plural, span } from '@/lib/format';
import { classes } from '@/ui/classes';
import { from, type ListProps } from './grid';
import { COLUMNS, RowHeads, SHOWN } from './row_heads';
import type { ViewerSearch } from './search';
import { Picture } from './thumbnail';
import { follow, type Item, Marks } from './tile';
import { useRows } from './use_pages';
import { useSight } from './use_sight';

const HIGH = 44;
const WIDE = SHOWN.md;

interface RowsProps extends ListProps {
  search: ViewerSearch;
  onChange: (search: ViewerSearch) => void;
}

/** All samples as lines of a table; only those in sight are in the page. */
export function Rows({ search, onChange, ...list }: RowsProps) {
  const { dataset, query, total, chosen, stretched, hrefOf, onOpen } = list;
  const ref = useRef<HTMLDivElement>(null);
  const sight = useSight(ref, { rows: total, step_px: HIGH, spare: 10 });
  const rowOf = useRows(dataset, query, sight.first, Math.max(sight.first, sight.last));
  return (
    <div
      role="table"
      aria-label={plural(total, 'sample')}
      aria-rowcount={total + 1}
      className="overflow-clip rounded-lg border bg-surface shadow-card"
    >
      <div role="rowgroup">
        <RowHeads search={search} onChange={onChange} />
      </div>
      <div
        ref={ref}
        role="rowgroup"
        className="relative [overflow-anchor:none]"
        style={{ height: sight.height_px }}
      >
        {from(sight.first, sight.last).map((line) => {
          const row = rowOf(line);
          return (
            <div
              key={line}
              role="row"
              aria-rowindex={line + 2}
              className="absolute top-0 left-0 w-full border-b [contain:strict]"
              style={{
                height: HIGH,
                transform: `translateY(${sight.topOf(line)}px)`,
              }}
            >
              <Line
                dataset={dataset}
                row={row}
                place={line}
                total={total}
                href={row && hrefOf(row.id, line)}
                chosen={row ? chosen.ids.has(row.id) : false}
                stretched={stretched}
                current
                onToggle={chosen.toggle}
                onOpen={onOpen}
              />
            </div>
          );
        })}
      </div>
    </div>
  );
}

const Line = memo(function Line(item: Item) {
  const { dataset, row, place, href, chosen, stretched, onToggle } = item;
  if (!row || !href)
    return (
      <div role="cell" className={classes(COLUMNS, 'h-full')}>
        <span className="sr-only">Loading</span>
        <span aria-hidden className="col-start-2 h-7 rounded-sm bg-hover" />
        <span aria-hidden className="h-3.5 w-2/3 rounded-sm bg-hover" />
        <span aria-hidden className={classes(WIDE, 'h-3.5 w-5/6 rounded-sm bg-hover')} />
      </div>
    );
  return (
    <div
      role="presentation"
      className={classes(COLUMNS, 'h-full', chosen ? 'bg-accent-soft' : 'hover:bg-hover/50')}
    >
      <span role="cell" className="flex">
        <input
          type="checkbox"
          checked={chosen}
          aria-label={`Choose ${row.name}`}
          onClick={(event) => onToggle(row.id, place, event.shiftKey)}
          onChange={() => undefined}
          className="size-4 accent-accent"
        />
      </span>
      <span
        role="cell"
        className="flex h-8 items-center justify-center overflow-hidden rounded-sm bg-sunken"
      >
        <Picture
          key={row.id}
          src={at(`api/datasets/${dataset}/entries/${row.id}/thumbnail`)}
          shape={stretched && row.width && row.height ? row.width / row.height : null}
        />
      </span>
      <span role="cell" className="min-w-0">
        <a
          href={href}
          title={row.name}
          dir="auto"
          onClick={(event) => follow(event, item)}
          className="block truncate font-medium hover:underline"
        >
          {row.name}
        </a>
      </span>
      <span
        role="cell"
        dir="auto"
        className={classes(WIDE, 'truncate text-ink-2 [unicode-bidi:isolate]')}
      >
        {row.caption ?? row.transcript ?? <span className="text-ink-3">–</span>}
      </span>
      <span role="cell" className="tabular text-right">
        {span(row.duration_s)}
      </span>
      <span role="cell" className={classes(WIDE, 'tabular text-right')}>
        {count(row.frames)}
      </span>
      <span role="cell" className={classes(WIDE, 'tabular text-right')}>
        {count(row.scenes)}
      </span>
      <span role="cell" className={classes(WIDE, 'tabular text-right')}>
        {row.width}×{row.height}
      </span>
      <span role="cell" className={classes(WIDE, 'tabular text-right')}>
        {figure(row.fps)}
      </span>
      {[row.codec, row.language].map((said, place) => (
        <span key={place} role="cell" className={classes(SHOWN.desk, 'truncate')}>
          {said ?? <span className="text-ink-3">–</span>}
        </span>
      ))}
      <span role="cell" className={classes(WIDE, 'text-ink-3')}>
        <span className="flex justify-end">
          <Marks row={row} />
        </span>
      </span>
    </div>
  );
});
