import { infiniteQueryOptions } from '@tanstack/react-query';
import { api, data } from '@/api/client';

const PAGE = 50;

/** Changes by hand, the last one first. */
export function historyQuery(dataset: string, entry?: string) {
  return infiniteQueryOptions({
    queryKey: ['datasets', dataset, 'edits', entry ?? null],
    queryFn: ({ pageParam }) =>
      data(
        api.GET('/api/datasets/{dataset}/edits', {
          params: {
            path: { dataset },
            query: {
              order: 'desc',
              limit: PAGE,
              entry_id: entry,
              before: pageParam ?? undefined,
            },
          },
        }),
      ),
    initialPageParam: null as number | null,
    getNextPageParam: (last) => (last.edits.length === PAGE ? last.next : null),
  });
}
