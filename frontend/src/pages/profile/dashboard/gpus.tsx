import type { Schemas } from '@/api/client';
import { classes } from '@/ui/classes';
import { GpuCard } from './gpu_card';
import type { Sample } from './samples';

/** A card each; what was heard last, else what the dashboard said. */
export function Gpus({
  gpus,
  machine,
}: {
  gpus: readonly Schemas['Gpu'][];
  machine: readonly Sample[];
}) {
  const now = machine.at(-1)?.gpus ?? [];
  return (
    <>
      {(now.length ? now : gpus).map((gpu) => (
        <div
          key={gpu.index}
          className={classes('min-w-0 lg:col-span-12', gpus.length > 1 && 'xl:col-span-6')}
        >
          <GpuCard gpu={gpu} machine={machine} />
        </div>
      ))}
    </>
  );
}
