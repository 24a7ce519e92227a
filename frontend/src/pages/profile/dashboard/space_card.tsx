import { bytes, percent } from '@/lib/format';
import { Card } from '@/ui/card';
import { Progress } from '@/ui/progress';
import { Skeleton } from '@/ui/states';
import type { Sample } from './samples';

/** Memory and disk in use. */
export function SpaceCard({ machine }: { machine: readonly Sample[] }) {
  const now = machine.at(-1);
  return (
    <Card title="Memory and disk" className="flex-1">
      {now ? (
        <div className="space-y-4">
          <Space label="Memory" used={now.memory_used_bytes} total={now.memory_total_bytes} />
          <Space label="Disk" used={now.disk_used_bytes} total={now.disk_total_bytes} />
        </div>
      ) : (
        <Skeleton className="h-24" />
      )}
    </Card>
  );
}

const FULL = 0.95;
const FILLING = 0.85;

export function Space({ label, used, total }: { label: string; used: number; total: number }) {
  const share = total > 0 ? used / total : 0;
  const tone = share >= FULL ? 'bad' : share >= FILLING ? 'warn' : 'info';
  return (
    <div>
      <p className="mb-1.5 flex items-baseline justify-between gap-2">
        <span className="text-sm text-ink-2">{label}</span>
        <span className="tabular text-sm">
          {bytes(used)} <span className="text-ink-3">of {bytes(total)}</span>
        </span>
      </p>
      <Progress share={share} tone={tone} label={`${label} in use`} className="h-2" />
      <p className="tabular mt-1 text-xs text-ink-3">
        {percent(share)} in use, {bytes(total - used)} free
      </p>
    </div>
  );
}
