import { useQuery } from '@tanstack/react-query';
import { datasetQueries } from '../queries';
import { lastPart } from './words';

/** What people call files that the server keeps under a hash; other paths stay as they are. */
export function useUploadNames(): (path: string) => string {
  const here = useQuery(datasetQueries.uploads());
  const names = new Map(
    (here.data ?? []).map((one) => [one.path ? lastPart(one.path) : '', one.name]),
  );
  return (path) => names.get(lastPart(path)) ?? path;
}
