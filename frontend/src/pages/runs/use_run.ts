import { useQuery } from '@tanstack/react-query';
import { useEffect, useRef, useState } from 'react';
import type { Schemas } from '@/api/client';
import { useProgress } from '@/api/events';
import { queries } from '@/api/queries';
import { fromFolder } from './folders';
import { runQueries } from './queries';
import type { TrainAsked } from './resuming';
import { resumeOf, retryOf } from './resuming';

/** As the client reads it: pairs are lists of numbers there. */
export type RunDetail = Omit<Schemas['RunDetail'], 'best' | 'curve'> & {
  best: Record<string, number[]>;
};
export type Job = Schemas['Job'];

/** The newest job that writes or wrote this run; null where a terminal did. */
export function useJobOf(run: string): Job | null {
  const jobs = useQuery(runQueries.recentJobs());
  return jobs.data?.jobs.find((job) => job.made?.kind === 'run' && job.made.id === run) ?? null;
}

/** A job with this command waits, or has just begun and not told what it writes. */
export function useIsQueued(command: string): boolean {
  const jobs = useQuery(runQueries.recentJobs());
  return (jobs.data?.jobs ?? []).some((job) => job.command === command && job.ended === null);
}

const EVERY_MS = 300;

/** The last step, as soon as its job tells of it; a few times a second at most. */
export function useLastStep(detail: RunDetail, job: Job | null): Record<string, unknown> | null {
  const [told, setTold] = useState<Record<string, unknown> | null>(null);
  const waiting = useRef<Record<string, unknown> | null>(null);
  const live = detail.status === 'running' && job?.state === 'running';
  useProgress(live ? job.id : '', (event) => {
    if (event.event === 'step') waiting.current = event;
  });
  useEffect(() => {
    if (!live) return;
    const timer = setInterval(() => {
      if (waiting.current) setTold(waiting.current);
      waiting.current = null;
    }, EVERY_MS);
    return () => {
      clearInterval(timer);
      setTold(null);
    };
  }, [live]);
  return live && told && isLater(told, detail.last_step) ? told : detail.last_step;
}

/** The stream may be silent for a while; then what was asked for is newer. */
function isLater(one: Record<string, unknown>, other: RunDetail['last_step']): boolean {
  const time = other?.time;
  return typeof time !== 'number' || typeof one.time !== 'number' || one.time >= time;
}

/** The folder that commands start in, where the server tells it. */
export function useWorkdir(): string | undefined {
  const system: object | undefined = useQuery(queries.system()).data;
  return system && 'workdir' in system && typeof system.workdir === 'string'
    ? system.workdir
    : undefined;
}

/** What the server would run to go on with it, or to do it once more. */
export function useCommands(detail: RunDetail): { resume: TrainAsked; retry: TrainAsked } {
  const workdir = useWorkdir();
  const named = detail.run.dataset.manifest;
  const inFolder = typeof named === 'string' && /(^|\/)manifest\.jsonl$/.test(named);
  const manifest =
    inFolder && detail.dataset
      ? fromFolder(detail.dataset.path, workdir)
      : typeof named === 'string'
        ? named
        : null;
  const run = {
    words: detail.run.command,
    template: detail.run.template,
    folder: fromFolder(detail.folder, workdir),
    manifest,
  };
  return { resume: resumeOf(run), retry: retryOf(run) };
}
