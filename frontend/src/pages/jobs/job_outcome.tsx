import { useQuery } from '@tanstack/react-query';
import type { Schemas } from '@/api/client';
import { percent, span } from '@/lib/format';
import { Progress } from '@/ui/progress';
import { Notice } from '../runs/run_notices';
import { leftS, queuePlaces } from './job_rows';
import { jobQueries } from './queries';
import { useNow } from './use_now';

/** How far it is; where it waits; why it failed. */
export function JobOutcome({ job }: { job: Schemas['JobDetail'] }) {
  const now = useNow(job.state === 'running');
  const waiting = useQuery({ ...jobQueries.waiting(), enabled: job.state === 'queued' });
  if (job.state === 'running') {
    const left = leftS(job, now);
    return (
      <div className="rounded-lg border bg-surface px-5 py-3.5 shadow-card">
        <p className="tabular mb-1.5 flex justify-between gap-4">
          <span className="font-medium">
            {job.progress === null ? 'At work' : `${percent(job.progress, 1)} done`}
          </span>
          <span className="text-ink-3">{left !== null && `about ${span(left)} left`}</span>
        </p>
        <Progress share={job.progress} label={`Progress of ${job.name}`} tone="info" />
      </div>
    );
  }
  if (job.state === 'queued') {
    const place = queuePlaces(waiting.data?.jobs ?? []).get(job.id);
    return (
      <Notice tone="info" title={place === 1 ? 'It is the next one' : 'It waits'}>
        {place !== undefined && place > 1 && `${place - 1} are before it in the queue. `}
        It starts when a slot for {job.needs === 'gpu' ? 'trainings' : 'the CPU'} is free.
      </Notice>
    );
  }
  if (job.state === 'failed') {
    return (
      <Notice
        tone="bad"
        title={`It failed${job.exit_code === null ? '' : ` with exit code ${job.exit_code}`}`}
      >
        <span className="whitespace-pre-wrap">{said(job)}</span>
      </Notice>
    );
  }
  if (job.state === 'cancelled') {
    return (
      <Notice tone="warn" title="It was cancelled">
        {job.started === null
          ? 'It had not begun.'
          : 'A training that was cancelled has a checkpoint, and can be resumed on its page.'}
      </Notice>
    );
  }
  return null;
}

/** What it said of its end; without that the last lines of its log. */
function said(job: Schemas['JobDetail']): string {
  const message = (job.message ?? '').replace(/^exit code \d+\.\s*/, '');
  return message || job.log.slice(-5).join('\n') || 'It said nothing.';
}
