import { AudioLines, Captions, PenLine, Quote } from 'lucide-react';
import { memo, type ReactNode } from 'react';
import { plural } from '@/lib/format';
import { classes } from '@/ui/classes';
import { Thumbnail } from './thumbnail';
import type { Row } from './use_pages';

/** Under the picture. */
export const TEXT_PX = 98;

export interface Item {
  dataset: string;
  row: Row | undefined;
  place: number;
  total: number;
  href: string | undefined;
  chosen: boolean;
  /** The frames were stretched to one size. */
  stretched: boolean;
  /** The one that the keyboard is at. */
  current: boolean;
  onToggle: (id: string, place: number, through: boolean) => void;
  onOpen: (href: string) => void;
}

/** One sample in the grid: its first frame, its name, what is said of it. */
export const Tile = memo(function Tile(item: Item) {
  const { row, place, total, href, chosen, current, onToggle } = item;
  return (
    <div
      role="listitem"
      aria-setsize={total}
      aria-posinset={place + 1}
      data-place={place}
      className={classes(
        'group relative flex h-full [contain:strict] min-w-0 flex-col overflow-hidden rounded-md border bg-surface',
        chosen ? 'border-accent ring-1 ring-accent' : 'hover:border-line-strong',
      )}
    >
      {row && href ? (
        <>
          <a
            href={href}
            tabIndex={current ? 0 : -1}
            onClick={(event) => follow(event, item)}
            className="flex min-h-0 flex-1 flex-col -outline-offset-2"
          >
            <Thumbnail {...item} row={row} />
            <Words row={row} />
          </a>
          <label
            className={classes(
              'absolute top-1.5 left-1.5 flex size-7 items-center justify-center rounded-sm bg-surface/90 shadow-card transition-opacity',
              !chosen &&
                'opacity-0 group-hover:opacity-100 focus-within:opacity-100 pointer-coarse:opacity-100',
            )}
          >
            <input
              type="checkbox"
              checked={chosen}
              tabIndex={current ? 0 : -1}
              aria-label={`Choose ${row.name}`}
              onClick={(event) => onToggle(row.id, place, event.shiftKey)}
              onChange={() => undefined}
              className="size-4 accent-accent"
            />
          </label>
        </>
      ) : (
        <Blank />
      )}
    </div>
  );
});

/** A plain click opens it in place; with shift it chooses all from the last chosen one on. */
export function follow(event: React.MouseEvent, { row, place, href, onToggle, onOpen }: Item) {
  if (!row || !href) return;
  if (event.shiftKey) {
    event.preventDefault();
    onToggle(row.id, place, true);
  } else if (!event.ctrlKey && !event.metaKey && !event.altKey && event.button === 0) {
    event.preventDefault();
    onOpen(href);
  }
}

function Words({ row }: { row: Row }) {
  const said = row.caption ?? row.transcript;
  return (
    <div className="flex flex-col px-2.5 pt-1.5 pb-2" style={{ height: TEXT_PX }}>
      <p className="truncate font-medium" title={row.name} dir="auto">
        {row.name}
      </p>
      <p
        dir="auto"
        className="line-clamp-2 h-[2.4rem] text-sm leading-snug break-words text-ink-2 [unicode-bidi:isolate]"
      >
        {said ?? <span className="text-ink-3">no caption</span>}
      </p>
      <p className="tabular mt-auto flex items-center gap-x-1.5 overflow-hidden text-xs whitespace-nowrap text-ink-3">
        <span>{plural(row.frames, 'frame')}</span>
        <span aria-hidden className="max-sm:hidden">
          ·
        </span>
        <span className="max-sm:hidden">{plural(row.scenes, 'scene')}</span>
        <Marks row={row} />
      </p>
    </div>
  );
}

/** What a sample has, as small pictures that are read aloud. */
export function Marks({ row }: { row: Row }) {
  return (
    <span className="ml-auto flex shrink-0 items-center gap-1 [&_svg]:size-3.5">
      {row.audio && <Mark icon={<AudioLines />} says="has sound" />}
      {row.caption !== null && <Mark icon={<Captions />} says="has captions" />}
      {row.transcript !== null && <Mark icon={<Quote />} says="has a transcript" />}
      {row.edited && (
        <Mark icon={<PenLine className="text-info" />} says="its texts were corrected by hand" />
      )}
    </span>
  );
}

function Mark({ icon, says }: { icon: ReactNode; says: string }) {
  return (
    <span title={says}>
      {icon}
      <span className="sr-only">{says}</span>
    </span>
  );
}

function Blank() {
  return (
    <div aria-hidden className="flex flex-1 flex-col">
      <div className="flex-1 bg-sunken" />
      <div className="space-y-2 px-2.5 pt-2" style={{ height: TEXT_PX }}>
        <div className="h-3.5 w-1/2 rounded-sm bg-hover" />
        <div className="h-3 w-11/12 rounded-sm bg-hover" />
        <div className="h-3 w-2/3 rounded-sm bg-hover" />
      </div>
    </div>
  );
}
