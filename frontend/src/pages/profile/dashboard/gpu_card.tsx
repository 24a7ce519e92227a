import { useMemo } from 'react';
import type { Schemas } from '@/api/client';
import { bytes, NOTHING, percent } from '@/lib/format';
import { Card, Stat } from '@/ui/card';
import { LazyChart } from './lazy_chart';
import { before, curveOf, type Sample, WINDOW_MIN } from './samples';

type Gpu = Schemas['Gpu'];

/** One GPU, now and over the last minutes. A figure that it does not give is a dash. */
export function GpuCard({ gpu, machine }: { gpu: Gpu; machine: readonly Sample[] }) {
  const { index } = gpu;
  const curves = useMemo(() => {
    const of = (sample: Sample) => sample.gpus.find((one) => one.index === index);
    return [
      curveOf(machine, 'Utilisation', (sample) => of(sample)?.utilisation, 1),
      curveOf(machine, 'Memory', (sample) => memoryShare(of(sample)), 2),
    ];
  }, [machine, index]);
  return (
    <Card title={gpu.name} about={`GPU ${index}, the last ten minutes`} className="h-full">
      <div className="mb-3 grid grid-cols-2 gap-x-4 gap-y-3 sm:grid-cols-4">
        <Stat label="Utilisation" value={percent(gpu.utilisation)} />
        <Stat
          label="Memory"
          value={bytes(gpu.memory_used_bytes)}
          about={`of ${bytes(gpu.memory_total_bytes)}`}
        />
        <Stat
          label="Temperature"
          value={gpu.temperature_c === null ? NOTHING : `${gpu.temperature_c} °C`}
        />
        <Stat
          label="Power"
          value={gpu.power_w === null ? NOTHING : `${Math.round(gpu.power_w)} W`}
          about={
            gpu.power_limit_w === null ? undefined : `limit ${Math.round(gpu.power_limit_w)} W`
          }
        />
      </div>
      <LazyChart
        label={`GPU ${index}`}
        curves={curves}
        xName="Before now"
        showX={before}
        showY={(share) => percent(share)}
        yRange={[0, 1]}
        xRange={WINDOW_MIN}
        height={160}
        sync="gpus"
      />
    </Card>
  );
}

function memoryShare(gpu: Gpu | undefined): number | null {
  return gpu && gpu.memory_total_bytes > 0 ? gpu.memory_used_bytes / gpu.memory_total_bytes : null;
}
