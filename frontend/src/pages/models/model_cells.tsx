import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { Download, Ellipsis, FlaskConical, Sparkles, TrendingUp } from 'lucide-react';
import { queries } from '@/api/queries';
import { figure, NOTHING } from '@/lib/format';
import { buttonClass, IconButton } from '@/ui/button';
import { CopyButton } from '@/ui/command_line';
import { Menu } from '@/ui/menu';
import type { ModelRow, RunFacts } from './model_rows';
import { datasetOf } from './paths';

export type Action = 'evaluate' | 'generate' | 'export';

export interface ModelListProps {
  rows: ModelRow[];
  facts: ReadonlyMap<string, RunFacts>;
  onAction: (action: Action, row: ModelRow) => void;
}

export function DatasetLink({
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

export function Figures({ row, facts }: { row: ModelRow; facts: RunFacts | undefined }) {
  const shown =
    facts?.figures ??
    (row.loss === null ? [] : [{ name: 'Train loss', value: row.loss, about: 'of the last step' }]);
  if (shown.length === 0) return NOTHING;
  return (
    <dl className="grid min-w-44 max-w-64 grid-cols-[minmax(0,1fr)_auto] gap-x-3 text-sm">
      {shown.map((one) => (
        <div key={one.name} className="contents" title={one.about}>
          <dt className="text-ink-3">{one.name}</dt>
          <dd className="tabular text-right">{figure(one.value)}</dd>
        </div>
      ))}
    </dl>
  );
}

export function Actions({
  row,
  onAction,
}: {
  row: ModelRow;
  onAction: ModelListProps['onAction'];
}) {
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
