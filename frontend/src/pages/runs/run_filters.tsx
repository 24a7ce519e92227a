import type { Schemas } from '@/api/client';
import { FilterChips } from '@/ui/filter_chips';
import { SearchField } from '@/ui/search_field';
import { stateCounts } from './run_rows';
import type { RunListSearch } from './searches';

interface Props {
  runs: readonly Schemas['Run'][];
  search: RunListSearch;
  onSearch: (search: RunListSearch) => void;
}

export function RunFilters({ runs, search, onSearch }: Props) {
  const templates = [...new Set(runs.flatMap((run) => run.template ?? []))].sort();
  return (
    <search className="mb-4 flex flex-wrap items-center gap-3">
      <SearchField
        label="Search runs by name, template or dataset"
        placeholder="Name, template or dataset"
        value={search.text ?? ''}
        onValue={(text) => onSearch({ ...search, text: text || undefined })}
        className="w-full sm:w-64"
      />
      <FilterChips
        label="States"
        choices={stateCounts(runs)}
        chosen={search.state ?? []}
        onChosen={(state) => onSearch({ ...search, state: state.length ? state : undefined })}
      />
      {(templates.length > 1 || search.template) && (
        <select
          aria-label="Template"
          value={search.template ?? ''}
          onChange={(event) => onSearch({ ...search, template: event.target.value || undefined })}
          className="field w-full sm:ml-auto sm:w-52"
        >
          <option value="">All templates</option>
          {templates.map((name) => (
            <option key={name}>{name}</option>
          ))}
        </select>
      )}
    </search>
  );
}
