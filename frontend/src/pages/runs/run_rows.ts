/** Which runs of a list are shown. Pure. */
import type { Schemas } from '@/api/client';
import type { RunListSearch } from './searches';

type Run = Schemas['Run'];

export function filtered(runs: readonly Run[], search: RunListSearch): Run[] {
  const words = (search.text ?? '').toLowerCase().split(/\s+/).filter(Boolean);
  return runs.filter((run) => {
    if (search.state && !search.state.includes(run.state ?? 'unknown')) return false;
    if (search.template && run.template !== search.template) return false;
    const text = `${run.name} ${run.template ?? ''} ${run.dataset?.name ?? ''}`.toLowerCase();
    return words.every((word) => text.includes(word));
  });
}

const ORDER = ['running', 'completed', 'stopped', 'interrupted', 'failed', 'damaged'];

/** States that there are, with how many. */
export function stateCounts(runs: readonly Run[]): [string, number][] {
  const counts = new Map<string, number>();
  for (const run of runs) {
    const state = run.state ?? 'unknown';
    counts.set(state, (counts.get(state) ?? 0) + 1);
  }
  const place = (state: string) => (ORDER.indexOf(state) + ORDER.length + 1) % (ORDER.length + 1);
  return [...counts].sort(([a], [b]) => place(a) - place(b));
}
