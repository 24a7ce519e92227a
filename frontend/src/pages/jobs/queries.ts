import { infiniteQueryOptions, keepPreviousData, queryOptions } from '@tanstack/react-query';
import { api, data } from '@/api/client';
import type { LogSource } from '@/ui/log/log_view';
import type { JobState } from './searches';
import { type Told, timelineOf } from './timeline';

const PAGE = 50;
const LIVE_MS = 2000;

export interface KnownEvents {
  events: Told[];
  next: number;
}

export const jobQueries = {
  list: (states: JobState[]) =>
    infiniteQueryOptions({
      queryKey: ['jobs', 'list', states],
      queryFn: ({ pageParam }) =>
        data(
          api.GET('/api/jobs', {
            params: { query: { state: states, limit: PAGE, before: pageParam ?? undefined } },
          }),
        ),
      initialPageParam: null as number | null,
      getNextPageParam: (page) => page.next,
      placeholderData: keepPreviousData,
      refetchInterval: (query) =>
        query.state.data?.pages.some((page) => page.jobs.some((job) => job.state === 'running'))
          ? LIVE_MS
          : false,
    }),
  waiting: () =>
    queryOptions({
      queryKey: ['jobs', 'waiting'],
      queryFn: () =>
        data(api.GET('/api/jobs', { params: { query: { state: ['queued'], limit: 500 } } })),
    }),
  job: (job: string) =>
    queryOptions({
      queryKey: ['jobs', job],
      queryFn: () => data(api.GET('/api/jobs/{job}', { params: { path: { job } } })),
      refetchInterval: (query) =>
        query.state.data && query.state.data.ended === null ? LIVE_MS : false,
    }),
  /** What it told, less the steps; only what is new is asked for. */
  events: (job: string, live: boolean) =>
    queryOptions({
      queryKey: ['jobs', job, 'events'],
      queryFn: async ({ client, queryKey, signal }): Promise<KnownEvents> => {
        const known = client.getQueryData<KnownEvents>(queryKey) ?? { events: [], next: 0 };
        let { next } = known;
        const news: Told[] = [];
        for (let more = true; more && !signal.aborted; ) {
          const query = { after: next, leave_out: ['step', 'progress', 'labelled'] };
          const page = await data(
            api.GET('/api/jobs/{job}/events', { params: { path: { job }, query } }),
          );
          news.push(...timelineOf(page.events));
          more = page.more;
          next = page.next;
        }
        return next === known.next ? known : { events: [...known.events, ...news], next };
      },
      structuralSharing: false,
      refetchInterval: live ? LIVE_MS : false,
    }),
};

export function jobLog(job: string): LogSource {
  const path = { job };
  return {
    read: (query) => data(api.GET('/api/jobs/{job}/log', { params: { path, query } })),
    search: (query, signal) =>
      data(api.GET('/api/jobs/{job}/log/search', { params: { path, query }, signal })),
  };
}
