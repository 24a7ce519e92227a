import {
  ArrowDownWideNarrow,
  ArrowUpNarrowWide,
  LayoutGrid,
  ListFilter,
  Rows3,
  Search,
  X,
} from 'lucide-react';
import { useEffect, useId, useRef, useState } from 'react';
import { plural } from '@/lib/format';
import { Button, IconButton } from '@/ui/button';
import { classes } from '@/ui/classes';
import { FilterPanel } from './filter_panel';
import { filterCount, SORTS, type SortName, type ViewerSearch } from './search';

const SORT_NAMES: Record<SortName, string> = {
  name: 'Name',
  duration_s: 'Length',
  frames: 'Frames',
  scenes: 'Scenes',
};
const TYPING_MS = 250;

interface Props {
  search: ViewerSearch;
  onChange: (search: ViewerSearch) => void;
  total: number | undefined;
  busy: boolean;
}

/** Words, filters, order and look of the list; all of it goes into the address. */
export function FilterBar({ search, onChange, total, busy }: Props) {
  const [open, setOpen] = useState(false);
  const panel = useId();
  const filters = filterCount(search);
  const falling = search.order === 'desc';
  return (
    <div className="space-y-3">
      <div className="flex flex-wrap items-center gap-2">
        <Words search={search} onChange={onChange} />
        <Button aria-expanded={open} aria-controls={panel} onClick={() => setOpen(!open)}>
          <ListFilter aria-hidden className="size-4" />
          Filter
          {filters > 0 && (
            <span className="tabular rounded-full bg-accent-soft px-1.5 text-xs text-accent">
              {filters}
            </span>
          )}
        </Button>
        <div className="flex">
          <select
            aria-label="Order by"
            value={search.sort ?? ''}
            onChange={(event) => {
              const sort = SORTS.find((one) => one === event.target.value);
              onChange({ ...search, sort });
            }}
            className="field w-auto! rounded-r-none max-sm:max-w-40"
          >
            <option value="">As in the manifest</option>
            {SORTS.map((name) => (
              <option key={name} value={name}>
                {SORT_NAMES[name]}
              </option>
            ))}
          </select>
          <IconButton
            label={
              falling ? 'Falling order; take the rising one' : 'Rising order; take the falling one'
            }
            onClick={() => onChange({ ...search, order: falling ? undefined : 'desc' })}
            className="size-9 rounded-l-none border border-l-0 border-line-strong bg-surface"
          >
            {falling ? (
              <ArrowDownWideNarrow className="size-4" />
            ) : (
              <ArrowUpNarrowWide className="size-4" />
            )}
          </IconButton>
        </div>
        <Views search={search} onChange={onChange} />
        <p role="status" aria-live="polite" className="tabular ml-auto text-sm text-ink-3">
          {busy ? 'Searching …' : total === undefined ? '' : plural(total, 'sample')}
        </p>
      </div>
      <div id={panel} hidden={!open}>
        {open && <FilterPanel search={search} onChange={onChange} />}
      </div>
    </div>
  );
}

function Words({ search, onChange }: Pick<Props, 'search' | 'onChange'>) {
  const [typed, setTyped] = useState(search.q ?? '');
  const latest = useRef({ search, onChange });
  latest.current = { search, onChange };
  // The address may change by itself, as by the back button.
  useEffect(
    () => setTyped((old) => (old.trim() === (search.q ?? '') ? old : (search.q ?? ''))),
    [search.q],
  );
  useEffect(() => {
    const timer = setTimeout(() => {
      const now = latest.current;
      const q = typed.trim() || undefined;
      if (q !== now.search.q) now.onChange({ ...now.search, q });
    }, TYPING_MS);
    return () => clearTimeout(timer);
  }, [typed]);
  return (
    <div className="relative min-w-48 flex-1 sm:max-w-sm">
      <Search
        aria-hidden
        className="pointer-events-none absolute top-1/2 left-2.5 size-4 -translate-y-1/2 text-ink-3"
      />
      <input
        type="search"
        aria-label="Search names, captions and transcripts"
        placeholder="Search names and texts"
        value={typed}
        maxLength={500}
        onChange={(event) => setTyped(event.target.value)}
        className="field pl-8! [&::-webkit-search-cancel-button]:hidden"
      />
      {typed && (
        <IconButton
          label="Clear the search"
          onClick={() => setTyped('')}
          className="absolute top-1 right-1 size-7"
        >
          <X className="size-4" />
        </IconButton>
      )}
    </div>
  );
}

function Views({ search, onChange }: Pick<Props, 'search' | 'onChange'>) {
  const table = search.view === 'table';
  const look = (on: boolean) =>
    classes('size-8 rounded-sm', on ? 'bg-hover text-ink' : 'text-ink-3');
  return (
    <fieldset aria-label="View" className="flex rounded-md border border-line-strong bg-surface">
      <IconButton
        label="Grid"
        aria-pressed={!table}
        onClick={() => onChange({ ...search, view: undefined })}
        className={look(!table)}
      >
        <LayoutGrid className="size-4" />
      </IconButton>
      <IconButton
        label="Table"
        aria-pressed={table}
        onClick={() => onChange({ ...search, view: 'table' })}
        className={look(table)}
      >
        <Rows3 className="size-4" />
      </IconButton>
    </fieldset>
  );
}
