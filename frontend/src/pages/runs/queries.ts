import { keepPreviousData, queryOptions } from '@tanstack/react-query';
import { api, data, type Schemas } from '@/api/client';
import type { LogSource } from '@/ui/log/log_view';
import { BINS, isVoid, joined, type Metrics } from './metrics';

interface Stretch {
  first: number;
  last: number;
}

/** A curve has few points in a row of a list. */
const SPARK_BINS = 60;
const LIVE_MS = 1500;
const SUMMARY_MS = 4000;

async function metrics(run: string, query: Record<string, unknown>): Promise<Metrics> {
  const told = await data(api.GET('/api/runs/{run}/metrics', { params: { path: { run }, query } }));
  const series: Metrics['series'] = {};
  for (const [name, points] of Object.entries(told.series))
    series[name] = points.map(([x = 0, low = 0, high = 0]) => [x, low, high]);
  return { ...told, series };
}

export const runQueries = {
  run: (run: string) =>
    queryOptions({
      queryKey: ['runs', run, 'summary'],
      queryFn: () => data(api.GET('/api/runs/{run}', { params: { path: { run } } })),
      refetchInterval: (query) => (query.state.data?.status === 'running' ? SUMMARY_MS : false),
    }),
  /** `card` is the run's own id: another run in the same folder has curves of its own. */
  curves: (run: string, card: string, live: boolean) =>
    queryOptions({
      queryKey: ['runs', run, 'curves', card],
      queryFn: async ({ client, queryKey }) => {
        const known = client.getQueryData<Metrics>(queryKey);
        if (!known) return metrics(run, { bins: BINS });
        const news = await metrics(run, { bins: BINS, after: known.last_seq });
        return isVoid(known, news) ? metrics(run, { bins: BINS }) : joined(known, news);
      },
      structuralSharing: false,
      refetchInterval: live ? LIVE_MS : false,
    }),
  /** Finer, of a stretch of steps; it does not grow. */
  stretch: (run: string, card: string, { first, last }: Stretch) =>
    queryOptions({
      queryKey: ['stretches', run, card, first, last],
      queryFn: () => metrics(run, { bins: BINS, from_step: first, to_step: last }),
      structuralSharing: false,
      staleTime: 10_000,
    }),
  spark: (run: Pick<Schemas['Run'], 'id' | 'step' | 'created'>) =>
    queryOptions({
      queryKey: ['sparks', run.id, run.created, run.step],
      queryFn: () => metrics(run.id, { bins: SPARK_BINS, names: ['loss'] }),
      placeholderData: keepPreviousData,
      staleTime: Number.POSITIVE_INFINITY,
    }),
  samples: (run: string, card: string) =>
    queryOptions({
      queryKey: ['runs', run, 'samples', card],
      queryFn: () =>
        data(
          api.GET('/api/runs/{run}/samples', { params: { path: { run }, query: { limit: 100 } } }),
        ),
    }),
  comparison: (runs: readonly string[]) =>
    queryOptions({
      queryKey: ['runs', 'compare', runs],
      queryFn: () => data(api.GET('/api/runs/compare', { params: { query: { run: [...runs] } } })),
      placeholderData: keepPreviousData,
    }),
  /** The last jobs: one of them may have made a run. */
  recentJobs: () =>
    queryOptions({
      queryKey: ['jobs', { limit: 200 }],
      queryFn: () => data(api.GET('/api/jobs', { params: { query: { limit: 200 } } })),
    }),
};

export function runLog(run: string): LogSource {
  const path = { run };
  return {
    read: (query) => data(api.GET('/api/runs/{run}/log', { params: { path, query } })),
    search: (query, signal) =>
      data(api.GET('/api/runs/{run}/log/search', { params: { path, query }, signal })),
  };
}
