import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useState } from 'react';
import type { Schemas } from '@/api/client';
import { useProgress } from '@/api/events';
import { queries } from '@/api/queries';
import { percent, span } from '@/lib/format';
import { StateBadge } from '@/ui/badge';
import { buttonClass } from '@/ui/button';
import { Progress } from '@/ui/progress';
import { lastPart, optionIn } from '../builder/words';

const LOOK_EVERY_MS = 1000;

/** Builds that wait or run, each a link to its progress. */
export function BuildsUnderWay() {
  const jobs = useQuery({
    ...queries.jobs(),
    refetchInterval: (query) => (query.state.data?.jobs.some(isUnderWay) ? LOOK_EVERY_MS : false),
  });
  const builds = (jobs.data?.jobs ?? []).filter(isUnderWay);
  if (builds.length === 0) return null;
  return (
    <section aria-label="Builds under way" className="mb-5 space-y-2">
      {builds.map((job) => (
        <Build key={job.id} job={job} />
      ))}
    </section>
  );
}

function isUnderWay(job: Schemas['Job']): boolean {
  return job.ended === null && /^spark-trainer dataset build( |$)/.test(job.command);
}

function Build({ job }: { job: Schemas['Job'] }) {
  const [video, setVideo] = useState('');
  useProgress(job.id, (event) => {
    if (typeof event.path === 'string') setVideo(event.path);
  });
  const name = lastPart(optionIn(job.command, 'output') ?? job.name);
  const passed = job.started === null ? null : Date.now() / 1000 - job.started;
  return (
    <div className="rounded-lg border bg-surface px-4 py-3 shadow-card sm:px-5">
      <div className="flex flex-wrap items-center gap-x-3 gap-y-2">
        <StateBadge state={job.state} />
        <p className="min-w-0 flex-1 truncate">
          <span className="font-medium">{name}</span>
          {video && <span className="text-ink-3"> · {video}</span>}
        </p>
        <span className="tabular text-sm text-ink-3">
          {job.state === 'queued' ? 'waits for its turn' : span(passed)}
        </span>
        <span className="tabular w-12 text-right font-medium">{percent(job.progress)}</span>
        <Link
          to="/datasets/new"
          search={{ job: job.id }}
          className={buttonClass('plain', true)}
          aria-label={`Watch the build of ${name}`}
        >
          Watch
        </Link>
      </div>
      <Progress
        label={`Build of ${name}`}
        share={job.state === 'queued' ? 0 : job.progress}
        tone="info"
        className="mt-2.5"
      />
    </div>
  );
}
