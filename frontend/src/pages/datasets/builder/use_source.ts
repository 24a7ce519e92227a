import { useQuery } from '@tanstack/react-query';
import { useSyncExternalStore } from 'react';
import type { Schemas } from '@/api/client';
import { plural } from '@/lib/format';
import { datasetQueries } from '../queries';
import type { BuilderSearch } from '../search';
import { rowsOf, sumOf } from './upload_rows';
import { collectionOf } from './uploads';

export interface Source {
  /** As the request names it; null while there is nothing to build from. */
  given: { folder: string } | { collection: string } | null;
  /** As the command names it. */
  input: string;
  said: string;
  /** Why the build cannot start with it yet. */
  problem: string | null;
}

/** What the build would read, as it stands now. */
export function useSource(
  search: BuilderSearch,
  form: Schemas['BuildForm'],
  collection: string,
): Source {
  const isUpload = search.from === 'upload';
  const folder = useQuery({
    ...datasetQueries.folders(search.folder),
    enabled: !isUpload && search.folder !== undefined,
  });
  const here = useQuery({ ...datasetQueries.uploads(), enabled: isUpload });
  const uploads = collectionOf(collection);
  const sending = useSyncExternalStore(uploads.subscribe, uploads.get);
  if (!isUpload) return ofFolder(search.folder, folder.data);
  const sum = sumOf(rowsOf(sending, here.data ?? [], collection), form.video_suffixes);
  const whole = here.data?.find((one) => one.collection === collection && one.path)?.path;
  const input = whole?.slice(0, whole.lastIndexOf('/')) ?? `~/.spark_trainer/uploads/${collection}`;
  const said = plural(sum.videos, 'uploaded video');
  if (sum.videos === 0)
    return { given: null, input, said: 'no files yet', problem: 'Drop some videos first.' };
  const under = sum.moving + sum.paused;
  const problem = under ? `Wait for ${plural(under, 'upload')} to end.` : null;
  return { given: { collection }, input, said, problem };
}

function ofFolder(path: string | undefined, found: Schemas['Folder'] | undefined): Source {
  const input = path ?? 'FOLDER';
  if (path === undefined)
    return { given: null, input, said: 'no folder yet', problem: 'Choose a folder with videos.' };
  if (!found) return { given: null, input, said: path, problem: 'Choose a folder with videos.' };
  const most = found.whole ? '' : 'more than ';
  const said = `${most}${plural(found.videos, 'video')} in ${path}`;
  const none = found.videos === 0 && found.whole ? 'There are no videos in that folder.' : null;
  return { given: { folder: path }, input, said, problem: none };
}
