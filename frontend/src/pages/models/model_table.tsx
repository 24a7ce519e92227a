import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { queries } from '@/api/queries';
import { ago, bytes, moment, NOTHING } from '@/lib/format';
import { Badge, StateBadge } from '@/ui/badge';
import { type Column, Table } from '@/ui/table';
import { Actions, DatasetLink, Figures, type ModelListProps } from './model_cells';
import { ModelName } from './model_name';
import type { ModelRow } from './model_rows';

/** Runs and exports; on a phone `ModelCards` stands for it. */
export function ModelTable({ rows, facts, onAction }: ModelListProps) {
  const workdir = useQuery(queries.system()).data?.workdir;
  const templates = useQuery(queries.templates()).data?.templates ?? {};
  const columns: Column<ModelRow>[] = [
    {
      name: 'Model',
      cell: (row) => (
        <div className="min-w-36">
          <ModelName row={row} />
        </div>
      ),
    },
    {
      name: 'State',
      cell: (row) =>
        row.kind === 'run' ? (
          <span title={row.message ?? undefined}>
            <StateBadge state={row.state} />
          </span>
        ) : (
          <Badge>export</Badge>
        ),
    },
    {
      name: 'Template',
      className: 'lg:whitespace-nowrap',
      cell: (row) =>
        row.template && row.template in templates ? (
          <Link
            to="/models/templates/$name"
            params={{ name: row.template }}
            className="hover:text-accent hover:underline"
          >
            {row.template}
          </Link>
        ) : (
          (row.template ?? NOTHING)
        ),
    },
    {
      name: 'Dataset',
      cell: (row) => <DatasetLink manifest={facts.get(row.id)?.manifest} workdir={workdir} />,
    },
    {
      name: 'Figures',
      cell: (row) => <Figures row={row} facts={facts.get(row.id)} />,
    },
    {
      name: 'Size',
      right: true,
      className: 'whitespace-nowrap',
      cell: (row) => bytes(row.bytes),
    },
    {
      name: 'When',
      right: true,
      className: 'whitespace-nowrap',
      cell: (row) =>
        row.created ? <span title={moment(row.created)}>{ago(row.created)}</span> : NOTHING,
    },
    { name: 'Actions', right: true, cell: (row) => <Actions row={row} onAction={onAction} /> },
  ];
  return (
    <Table
      label="Runs and exported models"
      columns={columns}
      rows={rows}
      rowKey={(row) => row.id}
    />
  );
}
