import { queryOptions } from '@tanstack/react-query';
import { api, data } from '@/api/client';

/** What the list and the builder ask for; keys begin as those of api/queries.ts. */
export const datasetQueries = {
  form: () =>
    queryOptions({
      queryKey: ['dataset-form'],
      queryFn: () => data(api.GET('/api/datasets/form')),
      staleTime: Number.POSITIVE_INFINITY,
    }),
  labelers: () =>
    queryOptions({ queryKey: ['labelers'], queryFn: () => data(api.GET('/api/labelers')) }),
  folders: (path: string | undefined) =>
    queryOptions({
      queryKey: ['folders', path ?? null],
      queryFn: () => data(api.GET('/api/folders', { params: { query: { path } } })),
    }),
  uploads: () =>
    queryOptions({ queryKey: ['uploads'], queryFn: () => data(api.GET('/api/uploads')) }),
  trash: () =>
    queryOptions({
      queryKey: ['datasets', 'trash'],
      queryFn: () => data(api.GET('/api/datasets/trash')),
    }),
  size: (dataset: string) =>
    queryOptions({
      queryKey: ['datasets', dataset, 'size'],
      queryFn: () =>
        data(api.GET('/api/datasets/{dataset}/size', { params: { path: { dataset } } })),
    }),
  firstEntries: (dataset: string) =>
    queryOptions({
      queryKey: ['datasets', dataset, 'first'],
      queryFn: () =>
        data(
          api.GET('/api/datasets/{dataset}/entries', {
            params: { path: { dataset }, query: { limit: 4 } },
          }),
        ),
    }),
};
