import type { LucideIcon } from 'lucide-react';
import { classes } from '@/ui/classes';

export interface DrawnNode {
  name: string;
  about?: string;
  icon?: LucideIcon;
  tone?: 'accent' | 'plain';
}

/** One box of a drawing. */
export function Node({ name, about, icon: Icon, tone = 'plain' }: DrawnNode) {
  return (
    <div
      className={classes(
        'flex min-w-0 flex-1 flex-col items-center justify-center rounded-md border px-2 py-2 text-center',
        tone === 'accent' ? 'border-accent/50 bg-accent-soft' : 'bg-sunken',
      )}
    >
      {Icon && (
        <Icon
          aria-hidden
          className={classes('mb-1 size-4', tone === 'accent' ? 'text-accent' : 'text-ink-3')}
        />
      )}
      <span className="text-sm leading-tight font-medium break-words">{name}</span>
      {about && (
        <span className="mt-0.5 text-xs leading-tight text-ink-2 break-words">{about}</span>
      )}
    </div>
  );
}

/** Lines from some boxes to others, one below the other. */
export function Lines({ from, to }: { from: number; to: number }) {
  const x = (index: number, of: number) => ((index + 0.5) / of) * 300;
  const pairs = Array.from({ length: from }, (_, a) =>
    Array.from({ length: to }, (_, b) => [x(a, from), x(b, to)] as const),
  )
    .flat()
    .filter(([a, b]) => from !== to || Math.abs(a - b) < 1);
  return (
    <svg
      aria-hidden
      viewBox="0 0 300 28"
      preserveAspectRatio="none"
      className="block h-7 w-full text-line-strong"
    >
      {pairs.map(([a, b]) => (
        <path
          key={`${a} ${b}`}
          d={`M${a} 0 C${a} 14 ${b} 14 ${b} 28`}
          fill="none"
          stroke="currentColor"
          strokeWidth="1.5"
          vectorEffect="non-scaling-stroke"
        />
      ))}
    </svg>
  );
}
