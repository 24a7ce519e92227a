import { useQuery } from '@tanstack/react-query';
import { queries } from '@/api/queries';
import { ago, bytes } from '@/lib/format';
import { Badge, StateBadge } from '@/ui/badge';
import { Actions, DatasetLink, Figures, type ModelListProps } from './model_cells';
import { ModelName } from './model_name';

/** The same as the table, for a phone. */
export function ModelCards({ rows, facts, onAction }: ModelListProps) {
  const workdir = useQuery(queries.system()).data?.workdir;
  return (
    <ul aria-label="Runs and exported models" className="divide-y">
      {rows.map((row) => {
        const told = facts.get(row.id);
        return (
          <li key={row.id} className="px-4 py-3">
            <div className="flex items-start justify-between gap-2">
              <div className="min-w-0">
                <ModelName row={row} />
              </div>
              <span className="flex shrink-0 items-center gap-1">
                {row.kind === 'run' ? <StateBadge state={row.state} /> : <Badge>export</Badge>}
                <Actions row={row} onAction={onAction} />
              </span>
            </div>
            {row.message && <p className="mt-1 text-sm wrap-anywhere text-ink-2">{row.message}</p>}
            <p className="mt-1 flex flex-wrap gap-x-3 text-sm text-ink-2">
              {row.template && <span className="wrap-anywhere">{row.template}</span>}
              {told?.manifest && (
                <span>
                  on <DatasetLink manifest={told.manifest} workdir={workdir} />
                </span>
              )}
              {row.bytes !== null && <span className="tabular">{bytes(row.bytes)}</span>}
              {row.created && <span>{ago(row.created)}</span>}
            </p>
            {row.kind === 'run' && (
              <div className="mt-2">
                <Figures row={row} facts={told} />
              </div>
            )}
          </li>
        );
      })}
    </ul>
  );
}
