import { useQuery } from '@tanstack/react-query';
import { useEffect, useState } from 'react';
import { queries } from '@/api/queries';
import { SelectField, TextArea, TextField } from '@/ui/field';
import { Failure } from '@/ui/states';
import { JobDialog } from './job_dialog';
import { at, textOf } from './json';
import type { ModelRow } from './model_rows';
import { fromWorkdir, joined } from './paths';
import { Prose } from './prose';
import { modelQueries } from './queries';
import { type Medium, takesOf } from './takes';

const TASKS = ['both', 'caption', 'transcript'] as const;
const PATH = '';

export function GenerateDialog({
  row,
  trainer,
  onClose,
}: {
  row: ModelRow;
  trainer: string | null;
  onClose: () => void;
}) {
  const takes = takesOf(trainer);
  const system = useQuery(queries.system());
  const [medium, setMedium] = useState<Medium | undefined>(takes.media[0]);
  const [path, setPath] = useState('');
  const [prompt, setPrompt] = useState('');
  const [task, setTask] = useState<(typeof TASKS)[number]>('both');
  const workdir = system.data?.workdir;
  const folder = `runs/${row.name.replaceAll('/', '-')}-generated`;
  const missing =
    medium && !path
      ? `Choose ${medium === 'video' ? 'a video' : `a file (${medium})`}.`
      : takes.prompt === 'must' && !prompt.trim()
        ? 'Write what is to be answered.'
        : null;
  return (
    <JobDialog
      open
      onClose={onClose}
      title={`Generate with ${row.name}`}
      about="What the model makes of something that you give it; the text stands in the job’s log."
      action="Generate"
      blocked={missing}
      asked={{
        command: 'generate',
        arguments: [fromWorkdir(row.path, workdir)],
        options: {
          ...(medium && path ? { [medium]: fromWorkdir(path, workdir) } : {}),
          prompt: prompt.trim() || null,
          task: takes.task && task !== 'both' ? task : null,
          output: takes.writes && trainer ? folder : null,
        },
        name: `generation with ${row.name}`,
      }}
    >
      {takes.media.length > 1 && medium && (
        <SelectField
          label="Kind of file"
          value={medium}
          onChoose={(value) => {
            setMedium(value);
            setPath('');
          }}
          choices={takes.media.map((value) => ({ value, label: value }))}
        />
      )}
      {medium === 'video' && <ClipChoice onPath={setPath} />}
      {medium && (
        <TextField
          label="Path on the server’s machine"
          value={path && workdir ? fromWorkdir(path, workdir) : path}
          placeholder={medium === 'video' ? 'uploads/clip.mp4' : ''}
          onChange={(event) => setPath(event.target.value)}
          help={
            <Prose text="Below the folders of this server; `spark-trainer serve --root FOLDER` adds one." />
          }
          autoComplete="off"
          spellCheck={false}
        />
      )}
      {takes.prompt !== 'none' && (
        <TextArea
          label="Prompt"
          rows={3}
          value={prompt}
          onChange={(event) => setPrompt(event.target.value)}
          help={
            takes.prompt === 'may' ? 'Empty: the question that it was trained with.' : undefined
          }
        />
      )}
      {takes.task && (
        <SelectField
          label="What to write"
          value={task}
          onChoose={setTask}
          choices={TASKS.map((value) => ({
            value,
            label: value === 'both' ? 'caption and transcript' : value,
          }))}
        />
      )}
    </JobDialog>
  );
}

/** The source video of a dataset's entry. */
function ClipChoice({ onPath }: { onPath: (path: string) => void }) {
  const datasets = useQuery(queries.datasets());
  const [chosen, setChosen] = useState<string>(PATH);
  const [entry, setEntry] = useState('');
  const dataset = datasets.data?.find((one) => one.id === chosen);
  const entries = useQuery({ ...modelQueries.entries(chosen), enabled: chosen !== PATH });
  const detail = useQuery({
    ...modelQueries.entry(chosen, entry),
    enabled: chosen !== PATH && entry !== '',
  });
  const source = textOf(at(detail.data, 'meta.source_path'));
  const folder = dataset?.path;
  useEffect(() => {
    if (folder && source) onPath(joined(folder, source));
  }, [folder, source, onPath]);
  return (
    <div className="grid gap-4 sm:grid-cols-2">
      <SelectField
        label="A video of a dataset"
        value={chosen}
        onChoose={(id) => {
          setChosen(id);
          setEntry('');
        }}
        choices={[
          { value: PATH, label: 'none: by its path' },
          ...(datasets.data ?? []).map((one) => ({ value: one.id, label: one.name })),
        ]}
      />
      {chosen !== PATH && (
        <SelectField
          label="Video"
          value={entry}
          onChoose={setEntry}
          choices={[
            { value: '', label: 'Choose a video', disabled: true },
            ...(entries.data?.entries ?? []).map((one) => ({ value: one.id, label: one.name })),
          ]}
        />
      )}
      {(entries.error ?? detail.error) && <Failure error={entries.error ?? detail.error} />}
    </div>
  );
}
