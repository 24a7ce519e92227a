import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useNavigate, useSearch } from '@tanstack/react-router';
import { useMemo } from 'react';
import { Card } from '@/ui/card';
import type { Point } from '@/ui/chart/curves';
import { Empty, Found, Skeleton } from '@/ui/states';
import { ChartControls } from './chart_controls';
import { CurveCard } from './curve_card';
import { clipped, evaluationCurves, evaluationsOf, type Metrics } from './metrics';
import { chartsOf, curveLabel } from './names';
import { runQueries } from './queries';
import type { RunDetail } from './use_run';

/** All curves of a run; while it runs, what is new is added to them. */
export function RunCurves({ run, detail }: { run: string; detail: RunDetail }) {
  const live = detail.status === 'running';
  const curves = useQuery(runQueries.curves(run, detail.run.id, live));
  return (
    <Found query={curves} loading={<ChartSkeletons />}>
      {(metrics) =>
        metrics.last_step === null ? (
          <Card>
            <Empty title="No step yet">
              {live
                ? 'It reads its data and builds the model; curves appear with the first step.'
                : 'This run ended before its first step. Its log says why.'}
            </Empty>
          </Card>
        ) : (
          <Charts run={run} card={detail.run.id} metrics={metrics} />
        )
      }
    </Found>
  );
}

function Charts({ run, card, metrics }: { run: string; card: string; metrics: Metrics }) {
  const search = useSearch({ from: '/runs/$run' });
  const navigate = useNavigate({ from: '/runs/$run' });
  const { first, last } = search;
  const zoom: [number, number] | null =
    first !== undefined && last !== undefined ? [first, last] : null;
  const fine = useQuery({
    ...runQueries.stretch(run, card, { first: first ?? 0, last: last ?? 0 }),
    enabled: zoom !== null,
    placeholderData: keepPreviousData,
  });
  const finer = zoom && fine.data && !fine.isPlaceholderData ? fine.data : null;
  const series = useMemo(() => {
    if (finer) return finer.series;
    if (first === undefined || last === undefined) return metrics.series;
    return Object.fromEntries(
      Object.entries(metrics.series).map(([name, points]) => [name, clipped(points, first, last)]),
    );
  }, [finer, metrics, first, last]);
  const judged = useMemo(() => {
    const all = evaluationCurves(evaluationsOf(metrics.evaluations));
    if (first === undefined || last === undefined) return all;
    return Object.fromEntries(
      Object.entries(all).map(([name, points]) => [
        name,
        points.filter(([x]) => x >= first && x <= last),
      ]),
    );
  }, [metrics.evaluations, first, last]);
  const setZoom = (range: [number, number] | null) =>
    navigate({
      search: (old) => ({
        ...old,
        first: range ? Math.max(0, Math.round(range[0])) : undefined,
        last: range ? Math.max(0, Math.round(range[1])) : undefined,
      }),
      replace: true,
      resetScroll: false,
    });
  const charts = chartsOf(Object.keys(metrics.series));
  const scores = Object.keys(judged).filter((name) => !isLoss(name));
  return (
    <>
      <ChartControls
        view={search}
        onView={(view) =>
          navigate({
            search: (old) => ({ ...old, smooth: view.smooth, log: view.log }),
            replace: true,
            resetScroll: false,
          })
        }
        zoom={zoom}
        onWhole={() => setZoom(null)}
      />
      <div className="grid gap-4 lg:grid-cols-2">
        {charts.map((chart, index) => (
          <CurveCard
            key={chart.title}
            title={chart.title}
            wide={index === 0}
            series={chart.series.map((name) => ({
              label: curveLabel(name),
              points: series[name] ?? [],
            }))}
            dots={evaluated(chart.series, judged)}
            unit={chart.series[0] ?? ''}
            view={search}
            onZoom={setZoom}
          />
        ))}
        {scores.length > 0 && (
          <CurveCard
            title="Metrics of the evaluations"
            series={[]}
            dots={scores.map((name) => ({ label: name, points: judged[name] ?? [] }))}
            unit=""
            view={{}}
            onZoom={setZoom}
          />
        )}
      </div>
    </>
  );
}

function isLoss(name: string): boolean {
  return name === 'loss' || name.endsWith('_loss');
}

/** What the evaluations say of the same: `loss` beside the loss, `x_loss` beside `losses/x`. */
function evaluated(names: string[], judged: Record<string, Point[]>) {
  return names.flatMap((name) => {
    const metric = name.startsWith('losses/') ? `${name.slice('losses/'.length)}_loss` : name;
    const points = judged[metric];
    if (!points || !isLoss(metric)) return [];
    return [{ label: `${curveLabel(name)}, validation`, points }];
  });
}

function ChartSkeletons() {
  return (
    <div className="grid gap-4 lg:grid-cols-2">
      <Skeleton className="h-80 lg:col-span-2" />
      <Skeleton className="h-72" />
      <Skeleton className="h-72" />
    </div>
  );
}
