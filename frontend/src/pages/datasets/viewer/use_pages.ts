import { keepPreviousData, useQueries, useQuery, useQueryClient } from '@tanstack/react-query';
import { useEffect, useState } from 'react';
import type { Schemas } from '@/api/client';
import { entryQueries, PAGE } from './queries';
import type { Query } from './search';

export type Row = Schemas['EntryRow'];
const SETTLED_MS = 70;

/** The pages that are in sight once the scrolling has come to rest for a moment. */
function useSettled(first: number, last: number): readonly number[] {
  const key = `${Math.floor(first / PAGE)}-${Math.floor(Math.max(first, last) / PAGE)}`;
  const [settled, settle] = useState(key);
  useEffect(() => {
    const timer = setTimeout(() => settle(key), SETTLED_MS);
    return () => clearTimeout(timer);
  }, [key]);
  const [from = 0, to = 0] = settled.split('-').map(Number);
  return Array.from({ length: to - from + 1 }, (_, n) => from + n);
}

/** How many entries there are; and those known, by their places. */
export function useTotal(dataset: string, query: Query) {
  return useQuery({ ...entryQueries.page(dataset, query, 0), placeholderData: keepPreviousData });
}

/**
 * Entries by their places, of the pages between two of them. A page that is passed before it has come is cancelled: nobody
 * observes its query any more.
 */
export function useRows(
  dataset: string,
  query: Query,
  first: number,
  last: number,
): (place: number) => Row | undefined {
  const client = useQueryClient();
  const pages = useSettled(first, last);
  useQueries({ queries: pages.map((page) => entryQueries.page(dataset, query, page)) });
  const known = new Map<number, readonly Row[] | undefined>();
  return (place) => {
    const page = Math.floor(place / PAGE);
    if (!known.has(page)) {
      const { queryKey } = entryQueries.page(dataset, query, page);
      known.set(page, client.getQueryData(queryKey)?.entries);
    }
    return known.get(page)?.[place % PAGE];
  };
}
