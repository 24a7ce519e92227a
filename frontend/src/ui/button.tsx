import type { ComponentProps } from 'react';
import { classes } from './classes';

export type ButtonKind = 'primary' | 'plain' | 'quiet' | 'danger';

const KINDS: Record<ButtonKind, string> = {
  primary: 'bg-accent text-on-accent border-transparent hover:bg-accent-strong shadow-card',
  plain: 'bg-surface text-ink border-line-strong hover:bg-hover shadow-card',
  quiet: 'bg-transparent text-ink-2 border-transparent hover:bg-hover hover:text-ink',
  danger: 'bg-surface text-bad border-line-strong hover:bg-bad-soft hover:border-bad shadow-card',
};

/** The look of a button, for links too. `small` is for rows of tables. */
export function buttonClass(kind: ButtonKind = 'plain', small = false): string {
  return classes(
    'inline-flex select-none items-center justify-center gap-1.5 whitespace-nowrap rounded-md border font-medium transition-colors',
    'disabled:opacity-50 aria-disabled:opacity-50 [&_svg]:shrink-0',
    small ? 'min-h-7 px-2 text-sm' : 'min-h-9 px-3.5 text-base',
    KINDS[kind],
  );
}

interface Props extends ComponentProps<'button'> {
  kind?: ButtonKind;
  small?: boolean;
  /** Something is under way: it cannot be pressed again. */
  busy?: boolean;
}

export function Button({ kind = 'plain', small, busy, className, children, ...rest }: Props) {
  return (
    <button
      type="button"
      {...rest}
      disabled={rest.disabled || busy}
      aria-busy={busy || undefined}
      className={classes(buttonClass(kind, small), className)}
    >
      {busy && <Spinner />}
      {children}
    </button>
  );
}

/** A button that shows a picture alone; its label is read aloud, and shown when pointed at. */
export function IconButton({
  label,
  className,
  ...rest
}: ComponentProps<'button'> & { label: string }) {
  return (
    <button
      type="button"
      aria-label={label}
      title={label}
      {...rest}
      className={classes(
        'inline-flex size-8 shrink-0 items-center justify-center rounded-md text-ink-2 transition-colors hover:bg-hover hover:text-ink disabled:opacity-40',
        className,
      )}
    />
  );
}

export function Spinner({ className }: { className?: string }) {
  return (
    <span
      aria-hidden
      className={classes(
        'inline-block size-3.5 animate-spin rounded-full border-2 border-current border-r-transparent',
        className,
      )}
    />
  );
}
