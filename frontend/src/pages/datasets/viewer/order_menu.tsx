import { ArrowDownWideNarrow, ArrowUpNarrowWide } from 'lucide-react';
import { IconButton } from '@/ui/button';
import { FIELD_NAMES } from './field_names';
import { SORTS, type SortName, type ViewerSearch } from './search';

const GROUPS: readonly [string, readonly SortName[]][] = [
  ['Video', SORTS.slice(0, SORTS.indexOf('frames'))],
  ['Frames', SORTS.slice(SORTS.indexOf('frames'), SORTS.indexOf('captions'))],
  ['Texts', SORTS.slice(SORTS.indexOf('captions'), SORTS.indexOf('last_edit'))],
  ['History', SORTS.slice(SORTS.indexOf('last_edit'))],
];

interface Props {
  search: ViewerSearch;
  onChange: (search: ViewerSearch) => void;
}

/** The order of the list, rising or falling. */
export function OrderMenu({ search, onChange }: Props) {
  const falling = search.order === 'desc';
  return (
    <div className="flex">
      <select
        aria-label="Order by"
        value={search.sort ?? ''}
        onChange={(event) => {
          const sort = SORTS.find((one) => one === event.target.value);
          onChange({ ...search, sort });
        }}
        className="field w-auto! rounded-r-none pr-7 max-sm:max-w-36"
      >
        <option value="">As in the manifest</option>
        {GROUPS.map(([group, names]) => (
          <optgroup key={group} label={group}>
            {names.map((name) => (
              <option key={name} value={name}>
                {FIELD_NAMES[name]}
              </option>
            ))}
          </optgroup>
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
  );
}
