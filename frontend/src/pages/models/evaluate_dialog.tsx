import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { queries } from '@/api/queries';
import { SelectField, TextField } from '@/ui/field';
import { JobDialog } from './job_dialog';
import type { ModelRow } from './model_rows';
import { fromWorkdir } from './paths';

const SPLITS = ['test', 'val', 'train', 'all'] as const;

export function EvaluateDialog({
  row,
  onClose,
}: {
  row: Pick<ModelRow, 'name' | 'path'>;
  onClose: () => void;
}) {
  const system = useQuery(queries.system());
  const datasets = useQuery(queries.datasets());
  const [split, setSplit] = useState<(typeof SPLITS)[number]>('test');
  const [dataset, setDataset] = useState('');
  const [most, setMost] = useState('');
  const workdir = system.data?.workdir;
  const wrong = most !== '' && !/^[1-9]\d{0,8}$/.test(most);
  return (
    <JobDialog
      open
      onClose={onClose}
      title={`Evaluate ${row.name}`}
      about="The model captions and transcribes samples by itself; the result is compared with what they should say."
      action="Evaluate"
      blocked={wrong ? 'The number of samples is no whole number.' : null}
      asked={{
        command: 'evaluate',
        arguments: [fromWorkdir(row.path, workdir)],
        options: {
          split,
          manifest: dataset ? fromWorkdir(dataset, workdir) : null,
          most: most && !wrong ? Number(most) : null,
        },
        name: `evaluation of ${row.name}`,
      }}
    >
      <SelectField
        label="Split"
        value={split}
        onChoose={setSplit}
        choices={SPLITS.map((value) => ({ value, label: value }))}
        help="The test split was kept from training. A run with few videos may have none: take all."
      />
      <SelectField
        label="Dataset"
        value={dataset}
        onChoose={setDataset}
        choices={[
          { value: '', label: 'the one it was trained on' },
          ...(datasets.data ?? []).map((one) => ({ value: one.path, label: one.name })),
        ]}
      />
      <TextField
        label="Samples at most"
        inputMode="numeric"
        value={most}
        placeholder="the whole split"
        onChange={(event) => setMost(event.target.value)}
      />
    </JobDialog>
  );
}
