import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { queries } from '@/api/queries';
import { TextField } from '@/ui/field';
import { AskDialog, lineOf, queued, startJob } from '../jobs/ask_dialog';
import { lastPart } from './folders';

interface Props {
  folder: string;
  name: string;
  onClose: () => void;
}

export function ExportDialog({ folder, name, onClose }: Props) {
  const models = useQuery(queries.models());
  const [given, setGiven] = useState(name.replaceAll('/', '-'));
  const taken = (models.data ?? []).some((one) => lastPart(one.path) === given);
  const wrong = !/^[A-Za-z0-9][A-Za-z0-9_.-]{0,79}$/.test(given)
    ? 'Letters, digits, - _ and . alone, 80 at most; a letter or a digit first.'
    : taken
      ? 'There is a model of this name already.'
      : null;
  const asked = { command: 'export', arguments: [folder], options: { output: `models/${given}` } };
  return (
    <AskDialog
      open
      onClose={onClose}
      title={`Export ${name}`}
      about="Writes the model into a new folder that others can load, with a card that says what it was trained on."
      command={lineOf(asked)}
      action="Export"
      blocked={null}
      run={() => (wrong ? Promise.reject(new Error(wrong)) : startJob(asked, `export of ${name}`))}
      done={queued}
    >
      <TextField
        label="Name"
        value={given}
        problem={wrong}
        onChange={(event) => setGiven(event.target.value)}
        help={`A new folder: models/${given}`}
      />
    </AskDialog>
  );
}
