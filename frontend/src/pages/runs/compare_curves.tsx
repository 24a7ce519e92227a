import { useQueries, useQuery } from '@tanstack/react-query';
import { useNavigate, useSearch } from '@tanstack/react-router';
import { useMemo, useState } from 'react';
import { queries } from '@/api/queries';
import { count } from '@/lib/format';
import { Card } from '@/ui/card';
import { Chart } from '@/ui/chart/chart';
import type { Point } from '@/ui/chart/curves';
import { Empty, Failure, Skeleton } from '@/ui/states';
import { ChartControls } from './chart_controls';
import { clipped, evaluationCurves, evaluationsOf, type Metrics } from './metrics';
import { chartsOf, curveLabel, curveValue } from './names';
import { runQueries } from './queries';
import { shownCurves } from './shown_curves';

export interface NamedRun {
  id: string;
  name: string;
  state: string | null;
}

const EVALUATED = 'evaluation: ';

/** One curve of each run, in the colour that the run has on the whole page. */
export function CompareCurves({ runs }: { runs: NamedRun[] }) {
  const search = useSearch({ from: '/runs/compare' });
  const navigate = useNavigate({ from: '/runs/compare' });
  const [zoom, setZoom] = useState<[number, number] | null>(null);
  const created = useQuery(queries.runs()).data;
  const found = useQueries({
    queries: runs.map((run) =>
      runQueries.curves(
        run.id,
        `compared ${created?.find((one) => one.id === run.id)?.created ?? ''}`,
        run.state === 'running',
      ),
    ),
  });
  const told = found.map((one) => one.data);
  const failed = found.find((one) => one.error && !one.data);
  const names = [...new Set(told.flatMap((one) => Object.keys(one?.series ?? {})))];
  const judged = [...new Set(told.flatMap((one) => metricNames(one)))];
  const ordered = chartsOf(names).flatMap((chart) => chart.series);
  const curve = search.curve ?? 'loss';
  const all = runs.map((run, index) => ({
    label: run.name,
    points: pointsOf(told[index], curve, zoom),
    colour: index + 1,
    dots: curve.startsWith(EVALUATED),
    dashed: index >= 8,
  }));
  const smooth = search.smooth ?? 0;
  // biome-ignore lint/correctness/useExhaustiveDependencies: made of the data alone
  const curves = useMemo(
    () => shownCurves(all, curve.startsWith(EVALUATED) ? 0 : smooth),
    [smooth, curve, zoom, ...told, runs.map((run) => run.name).join()],
  );
  const change = (next: Partial<typeof search>) =>
    navigate({ search: (old) => ({ ...old, ...next }), replace: true, resetScroll: false });
  if (failed) return <Failure error={failed.error} retry={() => failed.refetch()} />;
  return (
    <Card>
      <ChartControls view={search} onView={change} zoom={zoom} onWhole={() => setZoom(null)}>
        <label className="flex items-center gap-2.5">
          <span className="text-ink-2">Curve</span>
          <select
            value={curve}
            onChange={(event) => change({ curve: event.target.value })}
            className="field min-h-8 w-60 py-1"
          >
            {[...new Set([curve, ...ordered])]
              .filter((name) => !name.startsWith(EVALUATED))
              .map((name) => (
                <option key={name} value={name}>
                  {name.startsWith('losses/') ? `Loss: ${curveLabel(name)}` : curveLabel(name)}
                </option>
              ))}
            {judged.map((name) => (
              <option key={name} value={`${EVALUATED}${name}`}>
                Evaluation: {name}
              </option>
            ))}
          </select>
        </label>
      </ChartControls>
      {told.every((one) => !one) ? (
        <Skeleton className="h-80" />
      ) : all.every((one) => one.points.length === 0) ? (
        <Empty title="None of these runs has this curve" />
      ) : (
        <Chart
          label={`${curveLabel(curve)} of ${runs.length} runs`}
          curves={curves}
          xName="Step"
          showX={count}
          showY={curveValue(curve)}
          log={search.log}
          binary={curve.endsWith('_bytes')}
          height={340}
          onZoom={(range) =>
            setZoom(range && [Math.max(0, Math.round(range[0])), Math.round(range[1])])
          }
        />
      )}
    </Card>
  );
}

function metricNames(metrics: Metrics | undefined): string[] {
  return Object.keys(evaluationCurves(evaluationsOf(metrics?.evaluations ?? [])));
}

function pointsOf(
  metrics: Metrics | undefined,
  curve: string,
  zoom: [number, number] | null,
): Point[] {
  if (!metrics) return [];
  const points = curve.startsWith(EVALUATED)
    ? (evaluationCurves(evaluationsOf(metrics.evaluations))[curve.slice(EVALUATED.length)] ?? [])
    : (metrics.series[curve] ?? []);
  return zoom ? clipped(points, ...zoom) : points;
}
