import { CircleAlert, Info, TriangleAlert } from 'lucide-react';
import type { ReactNode } from 'react';
import { plural } from '@/lib/format';
import { classes } from '@/ui/classes';
import type { Job, RunDetail } from './use_run';

/** Why a run ended before its time and what to do, and what it warned of. */
export function RunNotices({ detail, job }: { detail: RunDetail; job: Job | null }) {
  const { status, message, warnings, warned, unreadable } = detail;
  const shown = warnings.map(String);
  return (
    <div className="mb-5 space-y-3 empty:hidden">
      {status === 'failed' && (
        <Notice tone="bad" title="The training failed">
          <span className="whitespace-pre-wrap">
            {message ?? 'It did not say why: see its log.'}
          </span>
        </Notice>
      )}
      {status === 'interrupted' && (
        <Notice tone="bad" title="The training was cut off">
          It was killed, or the machine went down. Resume goes on from its newest good checkpoint.
        </Notice>
      )}
      {status === 'stopped' && (
        <Notice tone="info" title="The training was stopped">
          It saved a checkpoint. Resume goes on from there, as if it had never stopped.
        </Notice>
      )}
      {status === 'running' && job?.state !== 'running' && (
        <Notice tone="info" title="It runs outside of this server's jobs">
          {message ?? 'A process on this machine holds its folder.'}
        </Notice>
      )}
      {unreadable.map((one) => (
        <Notice key={one} tone="warn" title="An evaluation cannot be read">
          {one}
        </Notice>
      ))}
      {warned > 0 && (
        <details className="rounded-md border bg-surface px-4 py-2.5">
          <summary className="flex items-center gap-2 font-medium">
            <TriangleAlert aria-hidden className="size-4 text-warn" />
            {plural(warned, 'warning')}
          </summary>
          <ul className="mt-2 space-y-1 text-ink-2">
            {shown.map((one, index) => (
              <li key={index} className="text-sm break-words">
                {one}
              </li>
            ))}
          </ul>
        </details>
      )}
    </div>
  );
}

const TONES = {
  bad: 'border-bad/40 bg-bad-soft',
  info: 'border-info/30 bg-info-soft',
  warn: 'border-warn/40 bg-warn-soft',
};
const INK = { bad: 'text-bad', info: 'text-info', warn: 'text-warn' };

export function Notice({
  tone,
  title,
  children,
}: {
  tone: keyof typeof TONES;
  title: string;
  children: ReactNode;
}) {
  const Icon = tone === 'info' ? Info : CircleAlert;
  return (
    <div className={classes('flex items-start gap-3 rounded-md border px-4 py-3', TONES[tone])}>
      <Icon aria-hidden className={classes('mt-0.5 size-4 shrink-0', INK[tone])} />
      <div className="min-w-0">
        <p className="font-medium">{title}</p>
        <p className="break-words text-ink-2">{children}</p>
      </div>
    </div>
  );
}
