import { Badge } from '@/ui/badge';
import { Card } from '@/ui/card';
import { CommandLine } from '@/ui/command_line';
import { Empty } from '@/ui/states';
import { METRICS } from './metrics';
import type { Shown } from './template';

export function MetricsTab({ template }: Shown) {
  if (template.metrics.length === 0)
    return (
      <Card>
        <Empty title="No metrics">
          This template’s trainer names none; the loss is shown with every run.
        </Empty>
      </Card>
    );
  return (
    <div className="space-y-5">
      <Card
        title="What evaluation measures"
        about="On the test split, which training has not seen; with intervals of 95 %, by bootstrap."
        flush
      >
        <ul className="divide-y border-t">
          {template.metrics.map((id) => {
            const metric = METRICS[id];
            return (
              <li
                key={id}
                className="grid gap-x-6 gap-y-1 px-4 py-3 sm:grid-cols-[14rem_minmax(0,1fr)_auto] sm:px-5"
              >
                <span className="font-medium">
                  {metric?.name ?? id} <span className="font-mono text-xs text-ink-3">{id}</span>
                </span>
                <span className="text-ink-2">
                  {metric?.what ?? 'A measure of this template’s trainer.'}
                </span>
                {metric && (
                  <span>
                    <Badge>{metric.better} is better</Badge>
                  </span>
                )}
              </li>
            );
          })}
        </ul>
      </Card>
      <Card title="Measure a trained model">
        <CommandLine command="spark-trainer evaluate runs/NAME --split test" />
      </Card>
    </div>
  );
}
