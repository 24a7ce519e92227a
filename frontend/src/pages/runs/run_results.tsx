import { count, figure } from '@/lib/format';
import { Badge } from '@/ui/badge';
import { Card } from '@/ui/card';
import { Empty } from '@/ui/states';
import { Table } from '@/ui/table';
import { evaluationsOf } from './metrics';
import { isLowerBetter } from './names';
import type { RunDetail } from './use_run';

/** Evaluations after training with their intervals, those in training, and checkpoints. */
export function RunResults({ detail }: { detail: RunDetail }) {
  return (
    <div className="space-y-4">
      <Evaluated detail={detail} />
      <InTraining detail={detail} />
      <Checkpoints detail={detail} />
    </div>
  );
}

function Evaluated({ detail }: { detail: RunDetail }) {
  const all = Object.entries(detail.measured);
  if (!all.length) {
    return (
      <Card title="Evaluations after training" flush>
        <Empty title="Not evaluated yet">
          {detail.model
            ? 'Evaluate measures the model on its test split, or on any other; each metric has an interval.'
            : 'It can be evaluated when its model is written.'}
        </Empty>
      </Card>
    );
  }
  return (
    <>
      {all.map(([name, measures]) => (
        <Card
          key={name}
          title={`Evaluation: ${name}`}
          flush
          about="Intervals hold 95 % of resamples."
        >
          <Table
            label={`Evaluation ${name}`}
            rows={measures}
            rowKey={(one) => one.name}
            columns={[
              { name: 'Metric', cell: (one) => one.name },
              { name: 'Value', right: true, cell: (one) => <b>{figure(one.value)}</b> },
              {
                name: 'Interval',
                right: true,
                cell: (one) =>
                  one.low === null || one.high === null
                    ? '–'
                    : `${figure(one.low)} to ${figure(one.high)}`,
              },
              { name: 'Unit', wide: true, cell: (one) => one.unit },
              { name: 'Samples', right: true, wide: true, cell: (one) => count(one.count) },
              {
                name: 'Better',
                wide: true,
                cell: (one) => (one.higher_is_better ? 'when higher' : 'when lower'),
              },
            ]}
          />
        </Card>
      ))}
    </>
  );
}

function InTraining({ detail }: { detail: RunDetail }) {
  const told = evaluationsOf(detail.evaluations).reverse();
  const names = [...new Set(told.flatMap((one) => Object.keys(one.metrics)))];
  const best = new Map(
    names.map((name) => {
      const values = told.flatMap((one) => one.metrics[name] ?? []);
      const same = new Set(values).size < 2;
      return [name, same ? null : isLowerBetter(name) ? Math.min(...values) : Math.max(...values)];
    }),
  );
  return (
    <Card title="Evaluations in training" about="The newest first; the best of each in bold." flush>
      <div className="max-h-96 overflow-y-auto">
        <Table
          label="Evaluations in training"
          rows={told}
          rowKey={(one) => String(one.step)}
          empty={
            <Empty title="None">
              The validation split of this run is empty, or evaluation is switched off.
            </Empty>
          }
          columns={[
            { name: 'Step', right: true, cell: (one) => count(one.step) },
            ...names.map((name) => ({
              name,
              right: true,
              cell: (one: (typeof told)[number]) => {
                const value = one.metrics[name];
                return value !== undefined && value === best.get(name) ? (
                  <b>{figure(value)}</b>
                ) : (
                  figure(value)
                );
              },
            })),
          ]}
        />
      </div>
    </Card>
  );
}

const STATES = { good: 'good', 'not read': 'neutral', damaged: 'bad' } as const;
const WORDS = { good: 'good', 'not read': 'whole', damaged: 'damaged' };

function Checkpoints({ detail }: { detail: RunDetail }) {
  return (
    <Card
      title="Checkpoints"
      flush
      about={
        <>
          Where training can go on from. Sizes are checked here;{' '}
          <code className="font-mono">spark-trainer runs show --verify</code> reads every byte.
        </>
      }
    >
      <Table
        label="Checkpoints"
        rows={[...detail.checkpoints].reverse()}
        rowKey={(one) => one.name}
        empty={<Empty title="None yet">The first is saved with the first evaluation.</Empty>}
        columns={[
          { name: 'Name', cell: (one) => <code className="font-mono text-sm">{one.name}</code> },
          {
            name: 'State',
            cell: (one) => (
              <>
                <Badge tone={STATES[one.state]}>{WORDS[one.state]}</Badge>
                {one.problem && (
                  <span className="mt-1 block text-sm break-words text-bad">{one.problem}</span>
                )}
              </>
            ),
          },
          { name: 'Step', right: true, cell: (one) => count(one.step) },
          {
            name: 'Metrics',
            wide: true,
            cell: (one) =>
              Object.entries(one.metrics)
                .slice(0, 4)
                .map(([name, value]) => `${name} ${figure(value)}`)
                .join(', '),
          },
        ]}
      />
    </Card>
  );
}
