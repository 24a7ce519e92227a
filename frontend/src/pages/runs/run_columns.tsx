import { Link } from '@tanstack/react-router';
import type { Schemas } from '@/api/client';
import { ago, figure, moment } from '@/lib/format';
import { StateBadge } from '@/ui/badge';
import type { Column } from '@/ui/table';

type Run = Schemas['Run'];

/** What every list of runs says. */
export const RUN_COLUMNS = {
  name: {
    name: 'Run',
    className: 'min-w-32',
    cell: (run) => (
      <>
        <Link
          to="/runs/$run"
          params={{ run: run.id }}
          className="font-medium wrap-anywhere hover:text-accent hover:underline"
        >
          {run.name}
        </Link>
        <span className="block text-sm text-ink-3">
          {run.template ?? 'cannot be read'}
          {run.loss !== null && (
            <span className="tabular md:hidden">, loss {figure(run.loss)}</span>
          )}
        </span>
      </>
    ),
  },
  state: {
    name: 'State',
    cell: (run) => (
      <span title={run.message ?? undefined} className="flex">
        <StateBadge state={run.state} />
      </span>
    ),
  },
  loss: { name: 'Loss', right: true, wide: true, cell: (run) => figure(run.loss) },
  started: {
    name: 'Started',
    right: true,
    wide: true,
    className: 'whitespace-nowrap text-ink-2',
    cell: (run) => {
      const at = run.created ? Date.parse(run.created) / 1000 : null;
      return at === null ? '–' : <time title={moment(at)}>{ago(at)}</time>;
    },
  },
} satisfies Record<string, Column<Run>>;
