import { keepPreviousData, queryOptions } from '@tanstack/react-query';
import { api, data } from '@/api/client';

/** What the pages of models alone ask for. */
export const modelQueries = {
  settings: (name: string, profile?: string, changes: string[] = []) =>
    queryOptions({
      queryKey: ['templates', name, 'settings', profile ?? '', changes],
      queryFn: () =>
        data(
          api.GET('/api/templates/{name}/settings', {
            params: { path: { name }, query: { profile, set: changes } },
          }),
        ),
      placeholderData: keepPreviousData,
    }),
  plan: (job: string) =>
    queryOptions({
      queryKey: ['jobs', job, 'plan'],
      queryFn: () => data(api.GET('/api/jobs/{job}/plan', { params: { path: { job } } })),
    }),
  run: (run: string) =>
    queryOptions({
      queryKey: ['runs', run],
      queryFn: () => data(api.GET('/api/runs/{run}', { params: { path: { run } } })),
    }),
  entries: (dataset: string) =>
    queryOptions({
      queryKey: ['datasets', dataset, 'entries', 'first'],
      queryFn: () =>
        data(
          api.GET('/api/datasets/{dataset}/entries', {
            params: { path: { dataset }, query: { limit: 500 } },
          }),
        ),
    }),
  entry: (dataset: string, entry: string) =>
    queryOptions({
      queryKey: ['datasets', dataset, 'entries', entry],
      queryFn: () =>
        data(
          api.GET('/api/datasets/{dataset}/entries/{entry_id}', {
            params: { path: { dataset, entry_id: entry } },
          }),
        ),
    }),
};
