import { useRouter } from '@tanstack/react-router';
import { useCallback, useMemo } from 'react';
import type { ViewerSearch } from './search';

const ID = '0000000000000000';
const PLACE = 987654321;

/**
 * Addresses of samples, made from one that the router made: a link component for each of the tiles that pass by would cost
 * more than the tile.
 */
export function useLinks(dataset: string, search: ViewerSearch) {
  const router = useRouter();
  const pattern = useMemo(
    () =>
      router.history.createHref(
        router.buildLocation({
          to: '/datasets/$dataset/entries/$entry',
          params: { dataset, entry: ID },
          search: { ...search, n: PLACE },
        }).publicHref,
      ),
    [router, dataset, search],
  );
  const hrefOf = useCallback(
    (id: string, place: number) => pattern.replace(ID, id).replace(String(PLACE), String(place)),
    [pattern],
  );
  const open = useCallback((href: string) => router.history.push(href), [router]);
  return { hrefOf, open };
}
