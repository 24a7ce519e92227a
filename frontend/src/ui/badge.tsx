import type { ReactNode } from 'react';
import type { Schemas } from '@/api/client';
import { classes } from './classes';

export type Tone = 'neutral' | 'good' | 'warn' | 'bad' | 'info' | 'accent';

const TONES: Record<Tone, string> = {
  neutral: 'bg-sunken text-ink-2',
  good: 'bg-good-soft text-good',
  warn: 'bg-warn-soft text-warn',
  bad: 'bg-bad-soft text-bad',
  info: 'bg-info-soft text-info',
  accent: 'bg-accent-soft text-accent',
};

export function Badge({
  tone = 'neutral',
  children,
  className,
}: {
  tone?: Tone;
  children: ReactNode;
  className?: string;
}) {
  return (
    <span
      className={classes(
        'inline-flex max-w-full items-center gap-1.5 truncate rounded-full px-2 py-px text-xs font-medium',
        TONES[tone],
        className,
      )}
    >
      {children}
    </span>
  );
}

/** States of jobs and of runs. */
export type State = Schemas['Job']['state'] | 'stopped' | 'interrupted' | 'cancelling';

const STATES: Record<State, Tone> = {
  queued: 'neutral',
  running: 'info',
  completed: 'good',
  failed: 'bad',
  cancelled: 'warn',
  cancelling: 'warn',
  stopped: 'warn',
  interrupted: 'bad',
};

/** A state by colour, word and dot; a running one moves. */
export function StateBadge({ state }: { state: string | null | undefined }) {
  const known = (state ?? '') in STATES ? (state as State) : null;
  return (
    <Badge tone={known ? STATES[known] : 'neutral'}>
      <span
        aria-hidden
        className={classes(
          'size-1.5 shrink-0 rounded-full bg-current',
          known === 'running' && 'animate-pulse',
        )}
      />
      {state ?? 'unknown'}
    </Badge>
  );
}
