import { CircleAlert, Inbox } from 'lucide-react';
import type { ReactNode } from 'react';
import { ProblemError } from '@/api/client';
import { Button } from './button';
import { classes } from './classes';

/** There is nothing yet, and what to do about it. */
export function Empty({
  title,
  children,
  actions,
  icon,
}: {
  title: string;
  children?: ReactNode;
  actions?: ReactNode;
  icon?: ReactNode;
}) {
  return (
    <div className="flex flex-col items-center px-6 py-12 text-center">
      <div className="mb-3 flex size-11 items-center justify-center rounded-full bg-sunken text-ink-3 [&_svg]:size-5">
        {icon ?? <Inbox aria-hidden />}
      </div>
      <p className="text-lg font-semibold">{title}</p>
      {children && <div className="mt-1 max-w-md text-ink-2">{children}</div>}
      {actions && <div className="mt-4 flex flex-wrap justify-center gap-2">{actions}</div>}
    </div>
  );
}

/** Something went wrong: what, and what to do. */
export function Failure({
  error,
  retry,
  className,
}: {
  error: unknown;
  retry?: () => void;
  className?: string;
}) {
  const mistakes = error instanceof ProblemError ? error.mistakes : [];
  return (
    <div
      role="alert"
      className={classes(
        'flex items-start gap-3 rounded-md border border-bad/40 bg-bad-soft px-4 py-3',
        className,
      )}
    >
      <CircleAlert aria-hidden className="mt-0.5 size-4 shrink-0 text-bad" />
      <div className="min-w-0 flex-1">
        <p className="font-medium break-words">
          {error instanceof Error ? error.message : String(error)}
        </p>
        {mistakes.length > 1 && (
          <ul className="mt-1 list-disc pl-5 text-ink-2">
            {mistakes.map((one) => (
              <li key={`${one.where} ${one.problem}`}>
                <code className="font-mono text-sm">{one.where}</code>: {one.problem}
              </li>
            ))}
          </ul>
        )}
      </div>
      {retry && (
        <Button small onClick={retry}>
          Try again
        </Button>
      )}
    </div>
  );
}

/** In the place of what is on its way. */
export function Skeleton({ className }: { className?: string }) {
  return (
    <div
      aria-hidden
      data-skeleton
      className={classes('animate-pulse rounded-md bg-hover', className)}
    />
  );
}

/** Rows of it, read aloud as one word. */
export function Loading({ rows = 3, className }: { rows?: number; className?: string }) {
  return (
    <div role="status" aria-label="Loading" className={classes('space-y-3', className)}>
      {Array.from({ length: rows }, (_, row) => (
        <Skeleton key={row} className="h-10" />
      ))}
    </div>
  );
}

interface Asked<T> {
  data: T | undefined;
  error: unknown;
  isPending: boolean;
  refetch: () => unknown;
}

/** What a query found; meanwhile a skeleton, and a failure that can be tried again. */
export function Found<T>({
  query,
  loading,
  children,
}: {
  query: Asked<T>;
  loading?: ReactNode;
  children: (value: T) => ReactNode;
}) {
  if (query.data !== undefined) return <>{children(query.data)}</>;
  if (query.error) return <Failure error={query.error} retry={() => query.refetch()} />;
  return <>{loading ?? <Loading />}</>;
}
