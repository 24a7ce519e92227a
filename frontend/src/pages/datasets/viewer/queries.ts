import { queryOptions } from '@tanstack/react-query';
import { api, data, ProblemError } from '@/api/client';
import type { Query } from './search';

/** Entries that are asked for at once. */
export const PAGE = 60;
/** As many as one request may change. */
export const MOST_CHOSEN = 10_000;

/** The server indexes a large dataset first, or has been asked too fast: it is asked again. */
function comesBack(error: unknown): boolean {
  return error instanceof ProblemError && (error.status === 503 || error.status === 429);
}

export const entryQueries = {
  page: (dataset: string, query: Query, page: number) =>
    queryOptions({
      queryKey: ['datasets', dataset, 'entries', query, page],
      queryFn: ({ signal }) =>
        data(
          api.GET('/api/datasets/{dataset}/entries', {
            params: {
              path: { dataset },
              query: { ...query, offset: page * PAGE, limit: PAGE },
            },
            signal,
          }),
        ),
      staleTime: 60_000,
      retry: (times: number, error: Error) => times < 300 && comesBack(error),
      retryDelay: 2000,
    }),
  fields: (dataset: string) =>
    queryOptions({
      queryKey: ['datasets', dataset, 'fields'],
      queryFn: ({ signal }) =>
        data(
          api.GET('/api/datasets/{dataset}/entry-fields', {
            params: { path: { dataset } },
            signal,
          }),
        ),
      staleTime: 60_000,
      retry: (times: number, error: Error) => times < 300 && comesBack(error),
      retryDelay: 2000,
    }),
  entry: (dataset: string, entry: string) =>
    queryOptions({
      queryKey: ['datasets', dataset, 'entry', entry],
      queryFn: () =>
        data(
          api.GET('/api/datasets/{dataset}/entries/{entry_id}', {
            params: { path: { dataset, entry_id: entry } },
          }),
        ),
    }),
  around: (dataset: string, query: Query, place: number) =>
    queryOptions({
      queryKey: ['datasets', dataset, 'around', query, place],
      queryFn: () =>
        data(
          api.GET('/api/datasets/{dataset}/entries', {
            params: {
              path: { dataset },
              query: { ...query, offset: Math.max(0, place - 1), limit: 3 },
            },
          }),
        ),
    }),
};

export function entryIds(dataset: string, query: Query, offset: number, limit: number) {
  return data(
    api.GET('/api/datasets/{dataset}/entry-ids', {
      params: { path: { dataset }, query: { ...query, offset, limit } },
    }),
  );
}
