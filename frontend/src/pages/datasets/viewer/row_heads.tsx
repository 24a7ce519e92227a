import { ArrowDown, ArrowUp } from 'lucide-react';
import { classes } from '@/ui/classes';
import { nextOrder, type SortName, type ViewerSearch } from './search';

interface Column {
  name: string;
  sort?: SortName;
  right?: boolean;
  /** From which width of the window on it is shown. */
  from?: keyof typeof SHOWN;
  /** Only read aloud. */
  hidden?: boolean;
}

export const SHOWN = { md: 'hidden md:block', desk: 'hidden min-[90rem]:block' } as const;
export const COLUMNS =
  'grid grid-cols-[2rem_3.5rem_minmax(7rem,1.2fr)_4.5rem] items-center gap-x-3 px-3 md:grid-cols-[2rem_3.5rem_minmax(9rem,1fr)_minmax(8rem,2fr)_5rem_5rem_5rem_6rem_3.5rem_5rem] min-[90rem]:grid-cols-[2rem_3.5rem_minmax(7.5rem,1fr)_minmax(8rem,2fr)_4.5rem_4.5rem_4.5rem_5.5rem_3rem_4rem_5.25rem_4rem]';

const HEADS: readonly Column[] = [
  { name: 'Chosen', hidden: true },
  { name: 'Picture', hidden: true },
  { name: 'Name', sort: 'name' },
  { name: 'Caption or transcript', from: 'md' },
  { name: 'Length', sort: 'duration_s', right: true },
  { name: 'Frames', sort: 'frames', right: true, from: 'md' },
  { name: 'Scenes', sort: 'scenes', right: true, from: 'md' },
  { name: 'Size', sort: 'pixels', right: true, from: 'md' },
  { name: 'fps', sort: 'fps', right: true, from: 'md' },
  { name: 'Codec', sort: 'codec', from: 'desk' },
  { name: 'Language', sort: 'language', from: 'desk' },
  { name: 'Has', right: true, from: 'md' },
];

/** Heads of the table: a click sorts up, another down, a third as in the manifest. */
export function RowHeads({
  search,
  onChange,
}: {
  search: ViewerSearch;
  onChange: (search: ViewerSearch) => void;
}) {
  return (
    <div
      role="row"
      aria-rowindex={1}
      className={classes(COLUMNS, 'h-9 border-b text-sm font-medium text-ink-3')}
    >
      {HEADS.map(({ name, sort, right, from, hidden }) => {
        const sorted = sort !== undefined && search.sort === sort;
        const falling = search.order === 'desc';
        return (
          <span
            key={name}
            role="columnheader"
            aria-sort={sorted ? (falling ? 'descending' : 'ascending') : undefined}
            className={classes('min-w-0', from && SHOWN[from], right && 'text-right')}
          >
            {sort ? (
              <button
                type="button"
                onClick={() => onChange(nextOrder(search, sort))}
                className={classes(
                  'inline-flex h-7 max-w-full items-center gap-1 rounded-sm font-medium hover:text-ink',
                  sorted && 'text-ink',
                )}
              >
                {name}
                {sorted &&
                  (falling ? (
                    <ArrowDown aria-hidden className="size-3.5 shrink-0" />
                  ) : (
                    <ArrowUp aria-hidden className="size-3.5 shrink-0" />
                  ))}
              </button>
            ) : (
              <span className={hidden ? 'sr-only' : undefined}>{name}</span>
            )}
          </span>
        );
      })}
    </div>
  );
}
