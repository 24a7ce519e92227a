import type { ReactNode } from 'react';
import { classes } from './classes';

interface Props {
  title?: ReactNode;
  /** Beside the title, at its end. */
  actions?: ReactNode;
  /** Under the title, small. */
  about?: ReactNode;
  /** Without padding: for tables and lists. */
  flush?: boolean;
  className?: string;
  children: ReactNode;
}

/** A part of a page with a frame of its own. */
export function Card({ title, actions, about, flush, className, children }: Props) {
  return (
    <section className={classes('min-w-0 rounded-lg border bg-surface shadow-card', className)}>
      {(title || actions) && (
        <header className="flex flex-wrap items-center justify-between gap-x-4 gap-y-2 px-4 pt-3.5 pb-2.5 sm:px-5">
          <div className="min-w-0">
            {title && <h2 className="text-base font-semibold">{title}</h2>}
            {about && <p className="text-sm text-ink-3">{about}</p>}
          </div>
          {actions && <div className="flex flex-wrap items-center gap-2">{actions}</div>}
        </header>
      )}
      <div
        className={classes(
          !flush && 'px-4 pb-4 sm:px-5 sm:pb-5',
          !flush && !title && !actions && 'pt-4 sm:pt-5',
        )}
      >
        {children}
      </div>
    </section>
  );
}

/** One figure with its name. */
export function Stat({
  label,
  value,
  about,
  icon,
}: {
  label: string;
  value: ReactNode;
  about?: ReactNode;
  icon?: ReactNode;
}) {
  return (
    <div className="min-w-0">
      <p className="flex items-center gap-1.5 text-sm text-ink-3">
        {icon}
        {label}
      </p>
      <p className="tabular mt-0.5 truncate text-xl font-semibold tracking-tight">{value}</p>
      {about && <p className="truncate text-sm text-ink-3">{about}</p>}
    </div>
  );
}

/** Names and values, one a line. */
export function Facts({ rows, className }: { rows: [ReactNode, ReactNode][]; className?: string }) {
  return (
    <dl
      className={classes(
        'grid grid-cols-[minmax(7rem,max-content)_minmax(0,1fr)] gap-x-6 gap-y-2',
        className,
      )}
    >
      {rows.map(([name, value], index) => (
        <div key={index} className="contents">
          <dt className="text-ink-3">{name}</dt>
          <dd className="min-w-0 break-words">{value}</dd>
        </div>
      ))}
    </dl>
  );
}
