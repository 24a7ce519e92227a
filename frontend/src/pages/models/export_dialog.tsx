import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { queries } from '@/api/queries';
import { SelectField, TextField } from '@/ui/field';
import { JobDialog } from './job_dialog';
import type { ModelRow } from './model_rows';
import { fromWorkdir, nameProblem } from './paths';
import { type Format, formatsOf } from './takes';

export function ExportDialog({
  row,
  trainer,
  taken,
  onClose,
}: {
  row: Pick<ModelRow, 'name' | 'path'>;
  trainer: string | null;
  /** Names of models that there are. */
  taken: string[];
  onClose: () => void;
}) {
  const system = useQuery(queries.system());
  const formats = formatsOf(trainer);
  const [format, setFormat] = useState<Format['value']>(formats[0]?.value ?? 'hf');
  const [name, setName] = useState(row.name.replaceAll('/', '-'));
  const problem = nameProblem(name, taken);
  return (
    <JobDialog
      open
      onClose={onClose}
      title={`Export ${row.name}`}
      about="Writes the model into a new folder, with a card that says what it was trained on."
      action="Export"
      blocked={null}
      asked={{
        command: 'export',
        arguments: [fromWorkdir(row.path, system.data?.workdir)],
        options: { output: `models/${name}`, format },
        name: `export of ${row.name}`,
      }}
    >
      <SelectField
        label="Format"
        value={format}
        onChoose={setFormat}
        choices={formats}
        help={formats.find((one) => one.value === format)?.about}
      />
      <TextField
        label="Folder"
        value={name}
        onChange={(event) => setName(event.target.value)}
        problem={problem}
        help={
          <>
            A new folder: <code className="font-mono break-all">models/{name || '...'}</code>
          </>
        }
      />
    </JobDialog>
  );
}
