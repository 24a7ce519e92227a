import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { entryIds, entryQueries } from '../viewer/queries';
import { queryOf, type SampleSearch } from '../viewer/search';

export interface Neighbour {
  id: string;
  n: number;
}

/** The samples before and after in the list that this one was opened from. */
export function useNeighbours(dataset: string, entry: string, search: SampleSearch) {
  const navigate = useNavigate();
  const query = queryOf(search);
  // A link without a place: where it stands is looked for once.
  const ids = useQuery({
    queryKey: ['datasets', dataset, 'ids', query],
    queryFn: () => entryIds(dataset, query, 0, 10_000),
    enabled: search.n === undefined,
  });
  const looked = ids.data?.ids.indexOf(entry) ?? -1;
  const place = search.n ?? (looked >= 0 ? looked : null);
  const around = useQuery({
    ...entryQueries.around(dataset, query, place ?? 0),
    enabled: place !== null,
    placeholderData: keepPreviousData,
  });
  const rows = place === null || around.isPlaceholderData ? [] : (around.data?.entries ?? []);
  const offset = Math.max(0, (place ?? 0) - 1);
  const found = rows.findIndex((row) => row.id === entry);
  // After a change it may not be in the list any more: the next one has moved up to its place.
  const mine = found >= 0 ? found : (place ?? 0) - offset;
  const at = (index: number): Neighbour | null => {
    const row = rows[index];
    return row ? { id: row.id, n: offset + index } : null;
  };
  const before = mine > 0 ? at(mine - 1) : null;
  const after = at(found >= 0 ? mine + 1 : mine);
  const go = (to: Neighbour | null) => {
    if (!to) return;
    navigate({
      to: '/datasets/$dataset/entries/$entry',
      params: { dataset, entry: to.id },
      search: { ...search, n: to.n },
      resetScroll: false,
    });
  };
  return {
    before,
    after,
    go,
    place: found >= 0 ? offset + found : null,
    total: around.data?.total ?? null,
  };
}
