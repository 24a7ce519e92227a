import { useQuery } from '@tanstack/react-query';
import { useMemo } from 'react';
import { count, plural } from '@/lib/format';
import { Card } from '@/ui/card';
import { Empty, Found } from '@/ui/states';
import { runQueries } from './queries';
import { SampleCard } from './sample_card';
import { sampleRows } from './sample_rows';
import type { RunDetail } from './use_run';

/** What the model wrote or made at each evaluation, beside what was wanted. */
export function RunSamples({ run, detail }: { run: string; detail: RunDetail }) {
  const samples = useQuery({
    ...runQueries.samples(run, detail.run.id),
    refetchInterval: detail.status === 'running' ? 5000 : false,
  });
  return (
    <Found query={samples}>
      {({ evaluations, total }) =>
        evaluations.length === 0 ? (
          <Card>
            <Empty title="No samples">
              {detail.status === 'running'
                ? 'Samples of the validation split appear with the first evaluation.'
                : 'Nothing was evaluated in training: the validation split was empty, or training.generate_samples was 0. More videos, or a larger training.val_share, give it something to show.'}
            </Empty>
          </Card>
        ) : (
          <Rows run={run} evaluations={evaluations} total={total} />
        )
      }
    </Found>
  );
}

type Evaluations = Parameters<typeof sampleRows>[0];

function Rows({
  run,
  evaluations,
  total,
}: {
  run: string;
  evaluations: Evaluations;
  total: number;
}) {
  const rows = useMemo(() => sampleRows(evaluations), [evaluations]);
  const first = evaluations[0]?.step ?? 0;
  const last = evaluations.at(-1)?.step ?? 0;
  return (
    <>
      <p className="mb-4 text-ink-2">
        {plural(rows.length, 'sample')} of the validation split at{' '}
        {plural(evaluations.length, 'evaluation')}, steps {count(first)} to {count(last)}
        {total > evaluations.length && ` (the last of ${count(total)})`}. Words that the reference
        has too are marked.
      </p>
      <div className="space-y-4">
        {rows.map((row) => (
          <SampleCard key={row.id} run={run} row={row} />
        ))}
      </div>
    </>
  );
}
