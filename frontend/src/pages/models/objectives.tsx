import { type Column, Table } from '@/ui/table';
import { labelOf } from './labels';
import type { Objective } from './template_facts';
import { valueText } from './values';

/** What is trained, by which loss, and how much each counts. */
export function Objectives({ objectives }: { objectives: Objective[] }) {
  const most = Math.max(...objectives.map((one) => one.weight ?? 0), 1);
  const columns: Column<Objective>[] = [
    { name: 'Objective', head: true, cell: (one) => labelOf(one.name) },
    {
      name: 'Loss',
      className: 'text-ink-2',
      cell: (one) => (
        <>
          {labelOf(one.loss)}
          {one.rest
            .filter(([, value]) => typeof value === 'number')
            .map(([name, value]) => (
              <span key={name} className="block text-sm text-ink-3">
                {labelOf(name)} {valueText(value)}
              </span>
            ))}
        </>
      ),
    },
    {
      name: 'Weight',
      className: 'w-2/5',
      cell: (one) => <Weight value={one.weight} most={most} />,
    },
  ];
  return (
    <Table
      inset
      label="Objectives, their losses and weights"
      columns={columns}
      rows={objectives}
      rowKey={(one) => one.name}
    />
  );
}

function Weight({ value, most }: { value: number | null; most: number }) {
  return (
    <span className="flex items-center gap-3">
      <span className="tabular w-8 shrink-0">{valueText(value)}</span>
      <span aria-hidden className="h-1.5 flex-1 rounded-full bg-line">
        <span
          className="block h-full rounded-full bg-accent"
          style={{ width: `${((value ?? 0) / most) * 100}%` }}
        />
      </span>
    </span>
  );
}
