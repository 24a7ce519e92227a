import { classes } from './classes';

/** A bar of a share from 0 to 1; one that is not known moves to and fro. */
export function Progress({
  share,
  label,
  tone = 'accent',
  className,
}: {
  share: number | null;
  label: string;
  tone?: 'accent' | 'good' | 'info' | 'bad' | 'warn';
  className?: string;
}) {
  const tones = {
    accent: 'bg-accent',
    good: 'bg-good',
    info: 'bg-info',
    bad: 'bg-bad',
    warn: 'bg-warn',
  };
  return (
    <div
      role="progressbar"
      aria-label={label}
      aria-valuemin={0}
      aria-valuemax={100}
      aria-valuenow={share === null ? undefined : Math.round(share * 100)}
      className={classes('h-1.5 w-full overflow-hidden rounded-full bg-line', className)}
    >
      <div
        className={classes(
          'h-full rounded-full transition-[width] duration-500',
          tones[tone],
          share === null && 'w-1/3 animate-pulse',
        )}
        style={
          share === null ? undefined : { width: `${Math.min(100, Math.max(0, share * 100))}%` }
        }
      />
    </div>
  );
}
