import type { Schemas } from '@/api/client';
import { plural } from '@/lib/format';

type Dataset = Pick<Schemas['Dataset'], 'counts'>;
type Run = Pick<Schemas['Run'], 'name' | 'state' | 'created'>;

/** `12 videos, 99 frames` */
export function datasetsLine(datasets: readonly Dataset[]): string {
  const sum = (of: 'videos' | 'frames_kept') =>
    datasets.reduce((all, { counts }) => {
      const value = counts?.[of];
      return all + (typeof value === 'number' ? value : 0);
    }, 0);
  return `${plural(sum('videos'), 'video')}, ${plural(sum('frames_kept'), 'frame')}`;
}

/** What runs now, or which was the last. */
export function runsLine(runs: readonly Run[]): string {
  const running = runs.filter((run) => run.state === 'running').length;
  if (running > 0) return `${running} running now`;
  const last = runs.reduce<Run | null>(
    (newest, run) =>
      newest === null || (run.created ?? '') > (newest.created ?? '') ? run : newest,
    null,
  );
  return last ? `last one ${last.state}` : 'none yet';
}
