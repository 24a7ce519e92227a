import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { Download, Ellipsis, FlaskConical, Sparkles, TrendingUp } from 'lucide-react';
import { queries } from '@/api/queries';
import { ago, bytes, figure, moment, NOTHING } from '@/lib/format';
import { Badge, StateBadge } from '@/ui/badge';
import { buttonClass, IconButton } from '@/ui/button';
import { CopyButton } from '@/ui/command_line';
import { Menu } from '@/ui/menu';
import { type Column, Table } from '@/ui/table';
import type { ModelRow, RunFacts } from './model_rows';
import { datasetOf, fromWorkdir } from './paths';

export type Action = 'evaluate' | 'generate' | 'export';

interface Props {
  rows: ModelRow[];
  facts: ReadonlyMap<string, RunFacts>;
  onAction: (action: Action, row: ModelRow) => void;
}

/** Runs and exports; on a phone the least important columns go. */
export function ModelTable({ rows, facts, onAction }: Props) {
  const workdir = useQuery(queries.system()).data?.workdir;
  const templates = useQuery(queries.templates()).data?.templates ?? {};
  const columns: Column<ModelRow>[] = [
    {
      name: 'Model',
      cell: (row) => (
        <div className="min-w-32">
          {row.kind === 'run' ? (
            <Link
              to="/runs/$run"
              params={{ run: row.id }}
              className="font-medium break-words hover:text-accent hover:underline"
            >
              {row.name}
            </Link>
          ) : (
            <span className="font-medium break-words">{row.name}</span>
          )}
          <span className="block font-mono text-xs break-all text-ink-3">
            {fromWorkdir(row.path, workdir)}
          </span>
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
      wide: true,
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
      wide: true,
      cell: (row) => <DatasetLink manifest={facts.get(row.id)?.manifest} workdir={workdir} />,
    },
    {
      name: 'Figures',
      wide: true,
      cell: (row) => <Figures row={row} facts={facts.get(row.id)} />,
    },
    { name: 'Size', wide: true, right: true, cell: (row) => bytes(row.bytes) },
    {
      name: 'When',
      wide: true,
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

function DatasetLink({
  manifest,
  workdir,
}: {
  manifest: string | null | undefined;
  workdir: string | undefined;
}) {
  const datasets = useQuery(queries.datasets());
  if (!manifest) return NOTHING;
  const found = datasetOf(manifest, datasets.data ?? [], workdir);
  if (!found)
    return <span className="break-all">{manifest.replace(/\/manifest\.jsonl$/, '')}</span>;
  return (
    <Link
      to="/datasets/$dataset"
      params={{ dataset: found.id }}
      className="hover:text-accent hover:underline"
    >
      {found.name}
    </Link>
  );
}

function Figures({ row, facts }: { row: ModelRow; facts: RunFacts | undefined }) {
  const shown =
    facts?.figures ??
    (row.loss === null ? [] : [{ name: 'Train loss', value: row.loss, about: 'of the last step' }]);
  if (shown.length === 0) return NOTHING;
  return (
    <dl className="grid min-w-44 grid-cols-[minmax(0,1fr)_auto] gap-x-3 text-sm">
      {shown.map((one) => (
        <div key={one.name} className="contents" title={one.about}>
          <dt className="text-ink-3">{one.name}</dt>
          <dd className="tabular text-right">{figure(one.value)}</dd>
        </div>
      ))}
    </dl>
  );
}

function Actions({ row, onAction }: { row: ModelRow; onAction: Props['onAction'] }) {
  if (row.kind === 'export')
    return <CopyButton text={row.path} label={`Copy the path of ${row.name}`} />;
  const item = (action: Action, label: string, Icon: typeof Download) => ({
    label: (
      <>
        <Icon aria-hidden /> {label}
      </>
    ),
    disabled: !row.usable,
    onChoose: () => onAction(action, row),
  });
  return (
    <span className="inline-flex items-center gap-1">
      <Link
        to="/runs/$run"
        params={{ run: row.id }}
        aria-label={`Open run ${row.name}`}
        className={`${buttonClass('plain', true)} hidden! sm:inline-flex!`}
      >
        <TrendingUp aria-hidden className="size-3.5" /> Open
      </Link>
      <Menu
        trigger={
          <IconButton label={`More for ${row.name}`}>
            <Ellipsis className="size-4" />
          </IconButton>
        }
        items={[
          item('evaluate', 'Evaluate', FlaskConical),
          item('generate', 'Generate', Sparkles),
          item('export', 'Export', Download),
        ]}
      />
    </span>
  );
}
