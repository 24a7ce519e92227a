import { useState } from 'react';
import { SelectField, TextField } from '@/ui/field';
import { AskDialog, lineOf, queued, startJob } from '../jobs/ask_dialog';

const SPLITS = ['test', 'val', 'train', 'all'] as const;

interface Props {
  folder: string;
  name: string;
  onClose: () => void;
}

export function EvaluateDialog({ folder, name, onClose }: Props) {
  const [split, setSplit] = useState<(typeof SPLITS)[number]>('test');
  const [most, setMost] = useState('');
  const wrong = most !== '' && !/^[1-9]\d{0,8}$/.test(most);
  const asked = {
    command: 'evaluate',
    arguments: [folder],
    options: { split, most: most && !wrong ? Number(most) : null },
  };
  return (
    <AskDialog
      open
      onClose={onClose}
      title={`Evaluate ${name}`}
      about="Measures the model of the run on samples of its dataset, with an interval for each metric. The result is kept in the run."
      command={lineOf(asked)}
      action="Evaluate"
      run={() => startJob(asked, `evaluation of ${name}`)}
      blocked={wrong ? 'The number of samples is no whole number.' : null}
      done={queued}
    >
      <SelectField
        label="Split"
        value={split}
        onChoose={setSplit}
        choices={SPLITS.map((value) => ({ value, label: value }))}
        help="The test split was kept from training. A run with few videos may have none: take all."
      />
      <TextField
        label="Samples at most"
        inputMode="numeric"
        value={most}
        placeholder="the whole split"
        onChange={(event) => setMost(event.target.value)}
      />
    </AskDialog>
  );
}
