import type { ReactNode } from 'react';
import type { Schemas } from '@/api/client';
import { bytes } from '@/lib/format';
import { Card, Facts } from '@/ui/card';

function Version({ value, without }: { value: string | null; without: string }) {
  return value ? (
    <span className="font-mono text-sm">{value}</span>
  ) : (
    <span className="text-ink-3">{without}</span>
  );
}

/** What the jobs of this machine find. */
export function EnvironmentCard({ environment }: { environment: Schemas['Environment'] }) {
  const rows: [ReactNode, ReactNode][] = [
    ['SparkTrainer', <Version key="s" value={environment.spark_trainer} without="unknown" />],
    ['Python', <Version key="p" value={environment.python} without="unknown" />],
    ['PyTorch', <Version key="t" value={environment.pytorch} without="not installed" />],
    [
      'CUDA',
      <Version
        key="c"
        value={environment.cuda}
        without={environment.gpus ? 'the driver does not say' : 'no NVIDIA driver'}
      />,
    ],
    [
      'GPUs',
      environment.gpus ? (
        <span className="tabular">{environment.gpus}</span>
      ) : (
        <span className="text-ink-3">none, jobs take the CPU</span>
      ),
    ],
    [
      'CPUs',
      <span className="tabular" key="n">
        {environment.cpus}
      </span>,
    ],
    [
      'Memory',
      <span className="tabular" key="m">
        {bytes(environment.memory_bytes)}
      </span>,
    ],
  ];
  return (
    <Card title="Environment" className="lg:col-span-6 xl:col-span-4">
      <Facts rows={rows} />
    </Card>
  );
}
