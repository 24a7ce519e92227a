/** Rows of the list of jobs. Pure. */
import type { Schemas } from '@/api/client';
import { figure, span } from '@/lib/format';

export type Job = Schemas['Job'];

/** Jobs whose name, command or id has all the words. */
export function withWords(jobs: readonly Job[], text: string): Job[] {
  const words = text.toLowerCase().split(/\s+/).filter(Boolean);
  return jobs.filter((job) => {
    const all = `${job.name} ${job.command} ${job.id} ${job.slot ?? ''}`.toLowerCase();
    return words.every((word) => all.includes(word));
  });
}

/** The place of each waiting job: the highest priority first, then who came first. From 1. */
export function queuePlaces(queued: readonly Job[]): Map<string, number> {
  const order = [...queued].sort((a, b) => b.priority - a.priority || a.created - b.created);
  return new Map(order.map((job, index) => [job.id, index + 1]));
}

/** Seconds that it runs or ran; null before. */
export function tookS(job: Pick<Job, 'started' | 'ended'>, now: number): number | null {
  return job.started === null ? null : Math.max(0, (job.ended ?? now) - job.started);
}

/** Seconds that are left at the pace so far; null where nothing tells. */
export function leftS(
  job: Pick<Job, 'started' | 'ended' | 'progress'>,
  now: number,
): number | null {
  const took = tookS(job, now);
  if (took === null || job.ended !== null || !job.progress || job.progress < 0.01) return null;
  return (took / job.progress) * (1 - job.progress);
}

/** The time that a job has to end before it is killed. */
export function graceOf(seconds: number | null | undefined): string {
  if (seconds === null || seconds === undefined) return 'its time to end';
  return seconds < 60 ? `${figure(seconds)} s` : span(seconds);
}
