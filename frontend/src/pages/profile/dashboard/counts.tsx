import { useQuery } from '@tanstack/react-query';
import { Link, type LinkProps } from '@tanstack/react-router';
import { Boxes, ChevronRight, Clapperboard, type LucideIcon, TrendingUp } from 'lucide-react';
import type { Schemas } from '@/api/client';
import { queries } from '@/api/queries';
import { bytes, count } from '@/lib/format';
import { datasetsLine, runsLine } from './lines';

/** Above it the details are not worth the answer's size. */
const MOST_LOOKED_AT = 200;

/** How many datasets, models and runs there are, each a link to them. */
export function Counts({ counts }: { counts: Schemas['Counts'] }) {
  const few = (number: number) => number > 0 && number <= MOST_LOOKED_AT;
  const datasets = useQuery({ ...queries.datasets(), enabled: few(counts.datasets) });
  const models = useQuery({ ...queries.models(), enabled: few(counts.models) });
  const runs = useQuery({ ...queries.runs(), enabled: few(counts.runs) });
  const weight = models.data?.reduce((sum, model) => sum + model.bytes, 0);
  return (
    <>
      <Count
        to="/datasets"
        icon={Clapperboard}
        label="Datasets"
        value={counts.datasets}
        about={datasets.data ? datasetsLine(datasets.data) : 'videos with captions and speech'}
      />
      <Count
        to="/models"
        icon={Boxes}
        label="Models"
        value={counts.models}
        about={
          weight === undefined ? 'weights from runs, and exports' : `${bytes(weight)} of weights`
        }
      />
      <Count
        to="/runs"
        icon={TrendingUp}
        label="Runs"
        value={counts.runs}
        about={runs.data ? runsLine(runs.data) : 'trainings with their curves'}
      />
    </>
  );
}

function Count({
  to,
  icon: Icon,
  label,
  value,
  about,
}: {
  to: NonNullable<LinkProps['to']>;
  icon: LucideIcon;
  label: string;
  value: number;
  about: string;
}) {
  return (
    <Link
      to={to}
      className="group flex min-w-0 items-center gap-4 rounded-lg border bg-surface px-4 py-3.5 shadow-card transition-colors hover:border-line-strong hover:bg-hover/40 sm:px-5 lg:col-span-4 lg:flex-col lg:items-stretch lg:gap-2.5 lg:py-4 xl:col-span-2"
    >
      <span className="flex items-center gap-2 lg:justify-between">
        <span className="flex items-center gap-2 text-sm text-ink-2">
          <Icon aria-hidden className="size-4 text-accent" />
          {label}
        </span>
        <ChevronRight
          aria-hidden
          className="hidden size-4 text-ink-3 opacity-0 transition-opacity group-hover:opacity-100 lg:block"
        />
      </span>
      <span className="ml-auto flex min-w-0 flex-row-reverse items-baseline gap-3 lg:ml-0 lg:flex lg:flex-1 lg:flex-col lg:items-start lg:justify-between lg:gap-2">
        <span className="tabular block text-2xl leading-none font-semibold tracking-tight">
          {count(value)}
        </span>
        <span className="block min-w-0 text-sm text-ink-3">{about}</span>
      </span>
    </Link>
  );
}
