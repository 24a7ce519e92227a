import { useMemo } from 'react';
import { percent, plural } from '@/lib/format';
import { Card } from '@/ui/card';
import { LazyChart } from './lazy_chart';
import { before, curveOf, type Sample, WINDOW_MIN } from './samples';

/** The load of the processors, now and over the last minutes. */
export function CpuCard({ machine, cpus }: { machine: readonly Sample[]; cpus: number }) {
  const curves = useMemo(
    () => [curveOf(machine, 'Share of all processors', (sample) => sample.cpu, 1)],
    [machine],
  );
  const now = machine.at(-1);
  return (
    <Card
      title="CPU"
      about={`${plural(cpus, 'processor')}, the last ten minutes`}
      actions={
        <p className="sm:text-right">
          <span className="tabular text-xl font-semibold tracking-tight">{percent(now?.cpu)}</span>
          <span className="tabular block text-xs text-ink-3">
            load {now ? now.load.map((one) => one.toFixed(2)).join(' · ') : ''}
          </span>
        </p>
      }
      className="lg:col-span-12 xl:col-span-5"
    >
      <LazyChart
        label="CPU load"
        curves={curves}
        xName="Before now"
        showX={before}
        showY={(share) => percent(share)}
        yRange={[0, 1]}
        xRange={WINDOW_MIN}
        height={224}
      />
    </Card>
  );
}
