import { useQuery } from '@tanstack/react-query';
import { Link, type LinkProps, useParams, useSearch } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { StateBadge } from '@/ui/badge';
import { Card } from '@/ui/card';
import { LogView } from '@/ui/log/log_view';
import { Page, TabLinks } from '@/ui/page';
import { Failure, Loading } from '@/ui/states';
import { lastPart } from './folders';
import { runLog, runQueries } from './queries';
import { RunActions } from './run_actions';
import { RunCurves } from './run_curves';
import { RunFigures } from './run_figures';
import { RunNotices } from './run_notices';
import { RunResults } from './run_results';
import { RunSamples } from './run_samples';
import { RunSettings } from './run_settings';
import type { Tab } from './searches';
import { type RunDetail, useJobOf } from './use_run';

const LABELS: [Tab, string][] = [
  ['curves', 'Curves'],
  ['samples', 'Samples'],
  ['results', 'Checkpoints and results'],
  ['settings', 'Settings'],
  ['log', 'Log'],
];
const LINK =
  'underline decoration-line-strong underline-offset-2 hover:text-accent hover:decoration-accent';
const CRUMBS = [{ label: 'Runs', to: '/runs' as const }];

/** One training, as it stands and as it goes. */
export function RunView() {
  const { run } = useParams({ from: '/runs/$run' });
  const detail = useQuery(runQueries.run(run));
  if (!detail.data) {
    return (
      <Page title="Run" crumbs={CRUMBS}>
        {detail.error ? (
          <Failure error={detail.error} retry={() => detail.refetch()} />
        ) : (
          <Loading rows={6} />
        )}
      </Page>
    );
  }
  return <Shown run={run} detail={detail.data} />;
}

function Shown({ run, detail }: { run: string; detail: RunDetail }) {
  const { tab = 'curves' } = useSearch({ from: '/runs/$run' });
  const job = useJobOf(run);
  const name = lastPart(detail.folder);
  const parts: Record<Tab, () => ReactNode> = {
    curves: () => <RunCurves run={run} detail={detail} />,
    samples: () => <RunSamples run={run} detail={detail} />,
    results: () => <RunResults detail={detail} />,
    settings: () => <RunSettings detail={detail} />,
    log: () => (
      <Card flush className="overflow-hidden">
        <LogView
          key={detail.run.id}
          id={detail.run.id}
          label={`Log of ${name}`}
          source={runLog(run)}
          live={detail.status === 'running'}
          height={560}
        />
      </Card>
    ),
  };
  return (
    <Page
      title={name}
      crumbs={CRUMBS}
      beside={<StateBadge state={detail.status} />}
      about={<About detail={detail} job={job?.id} />}
      actions={<RunActions detail={detail} name={name} job={job} />}
    >
      <RunNotices detail={detail} job={job} />
      <RunFigures detail={detail} job={job} />
      <TabLinks
        label="Parts of the run"
        tabs={LABELS.map(([value, label]) => ({ label, link: tabLink(run, value) }))}
      />
      {parts[tab]()}
    </Page>
  );
}

function tabLink(run: string, tab: Tab): LinkProps {
  return {
    to: '/runs/$run',
    params: { run },
    search: (old) => ({ ...old, tab: tab === 'curves' ? undefined : tab }),
    resetScroll: false,
  } as LinkProps;
}

function About({ detail, job }: { detail: RunDetail; job: string | undefined }) {
  const { dataset, run } = detail;
  return (
    <span className="flex flex-wrap gap-x-4 gap-y-0.5">
      <span>
        <Link to="/models/templates/$name" params={{ name: run.template }} className={LINK}>
          {run.template}
        </Link>
        {dataset && (
          <>
            {' on '}
            {dataset.id ? (
              <Link to="/datasets/$dataset" params={{ dataset: dataset.id }} className={LINK}>
                {dataset.name}
              </Link>
            ) : (
              <span title={dataset.path}>{dataset.name}</span>
            )}
          </>
        )}
      </span>
      {job && (
        <Link to="/jobs/$job" params={{ job }} className={LINK}>
          Its job
        </Link>
      )}
    </span>
  );
}
