import { useMemo } from 'react';
import { count } from '@/lib/format';
import { Card } from '@/ui/card';
import { Chart } from '@/ui/chart/chart';
import type { Point } from '@/ui/chart/curves';
import { curveValue } from './names';
import type { View } from './searches';
import { shownCurves } from './shown_curves';

interface Named {
  label: string;
  points: readonly Point[];
}

interface Props {
  title: string;
  series: Named[];
  /** Of evaluations: few points, with dots. */
  dots: Named[];
  /** A curve whose unit all of them have. */
  unit: string;
  view: View;
  onZoom: (range: [number, number] | null) => void;
  wide?: boolean;
}

const AT_ALL_TIMES = new Set(['', 'learning_rate', 'data_wait_share', 'memory_bytes']);

/** One chart of a run. */
export function CurveCard({ title, series, dots, unit, view, onZoom, wide }: Props) {
  const smooth = AT_ALL_TIMES.has(unit) ? 0 : (view.smooth ?? 0);
  const log = view.log && (unit.startsWith('loss') || unit === 'grad_norm');
  const show = useMemo(() => curveValue(unit), [unit]);
  const curves = useMemo(() => {
    const drawn = series.map((one, index) => ({ ...one, colour: index + 1 }));
    const judged = dots.map((one, index) => ({
      ...one,
      colour: series.length === 1 ? 2 : index + 1,
      dots: true,
      dashed: series.length > 0,
    }));
    return shownCurves([...drawn, ...judged], smooth);
  }, [series, dots, smooth]);
  return (
    <Card className={wide ? 'lg:col-span-2' : undefined}>
      <Chart
        label={title}
        title={title}
        curves={curves}
        xName="Step"
        showX={count}
        showY={show}
        log={log}
        binary={unit.endsWith('_bytes')}
        height={wide ? 260 : 200}
        sync="run"
        onZoom={onZoom}
      />
    </Card>
  );
}
