import { Link } from '@tanstack/react-router';
import type { Schemas } from '@/api/client';
import { count } from '@/lib/format';
import { Empty } from '@/ui/states';
import { type Column, Table } from '@/ui/table';
import { RUN_COLUMNS } from './run_columns';
import { Sparkline } from './sparkline';

type Run = Schemas['Run'];

interface Props {
  runs: readonly Run[];
  chosen: readonly string[];
  onChosen: (chosen: string[]) => void;
}

export function RunTable({ runs, chosen, onChosen }: Props) {
  const columns: Column<Run>[] = [
    {
      name: 'Compare',
      unnamed: true,
      className: 'w-px',
      cell: (run) => (
        <input
          type="checkbox"
          aria-label={`Choose ${run.name}`}
          checked={chosen.includes(run.id)}
          onChange={(event) =>
            onChosen(
              event.target.checked ? [...chosen, run.id] : chosen.filter((one) => one !== run.id),
            )
          }
          className="block size-4 accent-accent"
        />
      ),
    },
    RUN_COLUMNS.name,
    RUN_COLUMNS.state,
    { name: 'Dataset', wide: true, className: 'max-w-48', cell: (run) => <Dataset run={run} /> },
    {
      name: 'Step',
      right: true,
      wide: true,
      cell: (run) => (
        <>
          {count(run.step)}
          {run.epoch !== null && (
            <span className="block text-sm whitespace-nowrap text-ink-3">
              epoch {count(run.epoch + 1)}
              {run.epochs !== null && ` of ${count(run.epochs)}`}
            </span>
          )}
        </>
      ),
    },
    RUN_COLUMNS.loss,
    { name: 'Curve', wide: true, className: 'w-px', cell: (run) => <Sparkline run={run} /> },
    RUN_COLUMNS.started,
  ];
  return (
    <Table
      label="Runs"
      columns={columns}
      rows={runs}
      rowKey={(run) => run.id}
      empty={<Empty title="No run is like that">Other states, or fewer words, find more.</Empty>}
    />
  );
}

function Dataset({ run }: { run: Run }) {
  if (!run.dataset) return '–';
  if (!run.dataset.id)
    return (
      <span title={run.dataset.path} className="block truncate text-ink-2">
        {run.dataset.name}
      </span>
    );
  return (
    <Link
      to="/datasets/$dataset"
      params={{ dataset: run.dataset.id }}
      className="block truncate hover:text-accent hover:underline"
    >
      {run.dataset.name}
    </Link>
  );
}
