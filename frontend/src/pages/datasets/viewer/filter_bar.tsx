import { LayoutGrid, ListFilter, Rows3, Search, X } from 'lucide-react';
import { useEffect, useId, useRef, useState } from 'react';
import { plural } from '@/lib/format';
import { Button, IconButton } from '@/ui/button';
import { classes } from '@/ui/classes';
import { FilterPanel } from './filter_panel';
import { OrderMenu } from './order_menu';
import { filterCount, type ViewerSearch } from './search';

const TYPING_MS = 250;

interface Props {
  dataset: string;
  search: ViewerSearch;
  onChange: (search: ViewerSearch) => void;
  total: number | undefined;
  busy: boolean;
}

/** Words, filters, order and look of the list; all of it goes into the address. */
export function FilterBar({ dataset, search, onChange, total, busy }: Props) {
  const [open, setOpen] = useState(false);
  const panel = useId();
  const filters = filterCount(search);
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
        <OrderMenu search={search} onChange={onChange} />
        <Views search={search} onChange={onChange} />
        <p role="status" aria-live="polite" className="tabular ml-auto text-sm text-ink-3">
          {busy ? 'Searching …' : total === undefined ? '' : plural(total, 'sample')}
        </p>
      </div>
      <div id={panel} hidden={!open}>
        {open && <FilterPanel dataset={dataset} search={search} onChange={onChange} />}
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
