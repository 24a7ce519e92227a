import { keepPreviousData, queryOptions } from '@tanstack/react-query';
import { api, data, tagged } from './client';

/** What several pages ask for. The first part of a key names what `followEvents` brings up to date. */
export const queries = {
  dashboard: () =>
    queryOptions({
      queryKey: ['dashboard'],
      queryFn: () => data(api.GET('/api/user/dashboard')),
    }),
  system: () => queryOptions({ queryKey: ['system'], queryFn: () => data(api.GET('/api/system')) }),
  config: () =>
    queryOptions({
      queryKey: ['config'],
      queryFn: () => tagged(api.GET('/api/config/persistent')),
    }),
  profiles: () =>
    queryOptions({
      queryKey: ['profiles'],
      queryFn: () => tagged(api.GET('/api/config/profiles')),
    }),
  templates: () =>
    queryOptions({
      queryKey: ['templates'],
      queryFn: () => data(api.GET('/api/models/templates')),
    }),
  template: (name: string) =>
    queryOptions({
      queryKey: ['templates', name],
      queryFn: () => data(api.GET('/api/templates/{name}', { params: { path: { name } } })),
    }),
  models: () =>
    queryOptions({
      queryKey: ['models'],
      queryFn: () => data(api.GET('/api/models', { params: { query: { limit: 1000 } } })),
    }),
  runs: () =>
    queryOptions({
      queryKey: ['runs'],
      queryFn: () => data(api.GET('/api/runs', { params: { query: { limit: 1000 } } })),
    }),
  /** As many as the dashboard shows. */
  lastRuns: () =>
    queryOptions({
      queryKey: ['runs', { last: 10 }],
      queryFn: () => data(api.GET('/api/runs', { params: { query: { limit: 10 } } })),
    }),
  datasets: () =>
    queryOptions({
      queryKey: ['datasets'],
      queryFn: () => data(api.GET('/api/datasets', { params: { query: { limit: 1000 } } })),
    }),
  dataset: (dataset: string) =>
    queryOptions({
      queryKey: ['datasets', dataset],
      queryFn: () => data(api.GET('/api/datasets/{dataset}', { params: { path: { dataset } } })),
    }),
  jobs: (limit = 100) =>
    queryOptions({
      queryKey: ['jobs', { limit }],
      queryFn: () => data(api.GET('/api/jobs', { params: { query: { limit } } })),
      placeholderData: keepPreviousData,
    }),
  job: (job: string) =>
    queryOptions({
      queryKey: ['jobs', job],
      queryFn: () => data(api.GET('/api/jobs/{job}', { params: { path: { job } } })),
    }),
};
