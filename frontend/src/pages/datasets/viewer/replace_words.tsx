import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useEffect, useState } from 'react';
import { api, at, data, type Schemas } from '@/api/client';
import { curlLine } from '@/lib/command';
import { count, plural } from '@/lib/format';
import { Button } from '@/ui/button';
import { CommandLine } from '@/ui/command_line';
import { Dialog } from '@/ui/dialog';
import { SelectField, TextField } from '@/ui/field';
import { Failure } from '@/ui/states';
import { DiffView } from '../edits/diff_view';
import { type BulkProps, useBulk } from './use_bulk';

type Replacement = Schemas['Replacement'];
type Within = 'captions' | 'transcripts' | 'both';
const SHOWN = 50;

/** Find and replace in the texts of the samples that are chosen; what changes is shown before. */
export function ReplaceWords(props: BulkProps) {
  const { dataset, chosen, onClose } = props;
  const [find, setFind] = useState('');
  const [replace, setReplace] = useState('');
  const [within, setWithin] = useState<Within>('captions');
  const [matchCase, setMatchCase] = useState(true);
  const [wholeWords, setWholeWords] = useState(false);
  const asked = useLater({
    entries: [...chosen.ids],
    find,
    replace,
    within: within === 'both' ? (['captions', 'transcripts'] as const) : ([within] as const),
    match_case: matchCase,
    whole_words: wholeWords,
  });
  const preview = useQuery({
    queryKey: ['datasets', dataset, 'replacements', asked],
    queryFn: ({ signal }) =>
      data(
        api.POST('/api/datasets/{dataset}/edits/replacements', {
          params: { path: { dataset } },
          body: { ...asked, within: [...asked.within] },
          signal,
        }),
      ),
    enabled: asked.find.trim() !== '',
    placeholderData: keepPreviousData,
    retry: false,
  });
  const save = useBulk(props, (n) => `${plural(n, 'text')} changed.`);
  const found = asked.find.trim() ? (preview.data?.replacements ?? []) : [];
  const settled = asked.find === find && asked.replace === replace && !preview.isFetching;
  return (
    <Dialog
      open
      wide
      onClose={onClose}
      title={`Find and replace in ${plural(chosen.ids.size, 'sample')}`}
      actions={
        <>
          <Button onClick={onClose}>Cancel</Button>
          <Button
            kind="primary"
            busy={save.isPending}
            disabled={!settled || found.length === 0}
            onClick={() => save.mutate(found.map(changeOf))}
          >
            Change {plural(found.length, 'text')}
          </Button>
        </>
      }
    >
      <div className="space-y-4">
        <div className="grid gap-3 sm:grid-cols-[1fr_1fr_auto]">
          <TextField
            label="Find"
            autoFocus
            maxLength={1000}
            value={find}
            onChange={(event) => setFind(event.target.value)}
          />
          <TextField
            label="Replace by"
            maxLength={10_000}
            value={replace}
            onChange={(event) => setReplace(event.target.value)}
          />
          <SelectField
            label="In"
            value={within}
            choices={[
              { value: 'captions', label: 'captions' },
              { value: 'transcripts', label: 'transcripts' },
              { value: 'both', label: 'both' },
            ]}
            onChoose={setWithin}
          />
        </div>
        <div className="flex flex-wrap gap-x-6 gap-y-2">
          <Check label="Match case" checked={matchCase} onChange={setMatchCase} />
          <Check label="Whole words only" checked={wholeWords} onChange={setWholeWords} />
        </div>
        <Preview
          asked={asked.find.trim() !== ''}
          busy={!settled}
          error={preview.error}
          found={found}
        />
        {found.length > 0 && (
          <details>
            <summary className="text-sm text-ink-2">The first of them as a request</summary>
            <CommandLine
              className="mt-2"
              command={curlLine('POST', at(`api/datasets/${dataset}/edits`), {
                changes: found.slice(0, 1).map(changeOf),
              })}
            />
          </details>
        )}
        {save.error && <Failure error={save.error} />}
      </div>
    </Dialog>
  );
}

function changeOf({ entry, what, index, before, after }: Replacement): Schemas['Change'] {
  return { entry, what, index, value: after, seen: before, check: true };
}

function Check({
  label,
  checked,
  onChange,
}: {
  label: string;
  checked: boolean;
  onChange: (on: boolean) => void;
}) {
  return (
    <label className="flex items-center gap-2">
      <input
        type="checkbox"
        checked={checked}
        onChange={(event) => onChange(event.target.checked)}
        className="size-4 accent-accent"
      />
      {label}
    </label>
  );
}

const PLACES: Record<Replacement['what'], string> = {
  caption: 'caption',
  all_captions: 'frame',
  transcript: 'transcript',
};

function Preview({
  asked,
  busy,
  error,
  found,
}: {
  asked: boolean;
  busy: boolean;
  error: unknown;
  found: readonly Replacement[];
}) {
  if (error) return <Failure error={error} />;
  if (!asked) return <p className="text-ink-3">What changes is shown here before it is done.</p>;
  const samples = new Set(found.map((one) => one.entry)).size;
  return (
    <section aria-label="What changes" className="rounded-md border">
      <p role="status" className="border-b bg-sunken px-3 py-1.5 text-sm text-ink-2">
        {busy
          ? 'Looking …'
          : found.length
            ? `${plural(found.length, 'text')} of ${plural(samples, 'sample')} will change.`
            : 'Nothing is found.'}
        {found.length > SHOWN && ` The first ${SHOWN} are shown.`}
      </p>
      <ul tabIndex={0} aria-label="Texts that change" className="max-h-72 divide-y overflow-y-auto">
        {found.slice(0, SHOWN).map((one) => (
          <li
            key={`${one.entry} ${one.what} ${one.index}`}
            className="grid grid-cols-[8rem_minmax(0,1fr)] gap-3 px-3 py-2"
          >
            <span className="min-w-0 text-sm">
              <span className="block truncate font-medium" title={one.name}>
                {one.name}
              </span>
              <span className="text-ink-3">
                {PLACES[one.what]}
                {one.index !== null && ` ${count(one.index + 1)}`}
              </span>
            </span>
            <DiffView before={one.before} after={one.after} />
          </li>
        ))}
      </ul>
    </section>
  );
}

/** A value once it has not changed for a moment. */
function useLater<T>(value: T): T {
  const text = JSON.stringify(value);
  const [later, setLater] = useState(text);
  useEffect(() => {
    const timer = setTimeout(() => setLater(text), 250);
    return () => clearTimeout(timer);
  }, [text]);
  return JSON.parse(later) as T;
}
