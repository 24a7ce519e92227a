import { useQuery, useQueryClient } from '@tanstack/react-query';
import { FolderUp, Pause, Play, TriangleAlert, Upload as UploadIcon } from 'lucide-react';
import { type DragEvent, useEffect, useRef, useState, useSyncExternalStore } from 'react';
import type { Schemas } from '@/api/client';
import { bytes, count, percent, plural } from '@/lib/format';
import { Button } from '@/ui/button';
import { classes } from '@/ui/classes';
import { Progress } from '@/ui/progress';
import { sayFailed } from '@/ui/toasts';
import { datasetQueries } from '../queries';
import { type Picked, pickedOf, pickedOfDrop, sortOut } from './dropped';
import { UploadList } from './upload_list';
import { earlierOf, namesOf, rowsOf, sumOf, type UploadRow } from './upload_rows';
import { collectionOf, deleteUpload } from './uploads';

interface Props {
  form: Schemas['BuildForm'];
  collection: string;
  /** There are files now: the address has to keep whose they are. */
  onBegin: (top: string) => void;
  onCollection: (name: string) => void;
}

/** Files and folders by drag and drop, on their way and here. */
export function UploadPanel({ form, collection, onBegin, onCollection }: Props) {
  const uploads = collectionOf(collection);
  const sending = useSyncExternalStore(uploads.subscribe, uploads.get);
  const client = useQueryClient();
  const here = useQuery(datasetQueries.uploads());
  const [refused, setRefused] = useState<string | null>(null);
  const done = sending.filter((one) => one.state === 'done').length;
  useEffect(() => {
    if (done) client.invalidateQueries({ queryKey: ['uploads'] });
  }, [done, client]);

  const rows = rowsOf(sending, here.data ?? [], collection);
  const take = (picked: Picked[]) => {
    const sorted = sortOut(picked, form.upload_suffixes, form.upload_most_bytes);
    setRefused(said(sorted, form.upload_most_bytes, picked.length));
    const first = sorted.taken[0];
    if (!first) return;
    onBegin(first.path.split('/')[0] ?? '');
    uploads.add(
      sorted.taken,
      (here.data ?? []).filter((one) => one.collection === collection),
    );
  };
  const remove = (row: UploadRow) => {
    const gone = row.sending ? uploads.remove(row.path) : row.id ? deleteUpload(row.id) : null;
    gone?.then(() => client.invalidateQueries({ queryKey: ['uploads'] })).catch(sayFailed);
  };
  const earlier = earlierOf(here.data ?? [], collection);
  return (
    <div className="space-y-3">
      <DropZone onPick={take} small={rows.length > 0} suffixes={form.upload_suffixes} />
      {refused && (
        <p
          role="alert"
          className="flex items-start gap-2 rounded-md border border-warn/40 bg-warn-soft px-3 py-2 text-sm"
        >
          <TriangleAlert aria-hidden className="mt-0.5 size-4 shrink-0 text-warn" />
          <span className="min-w-0 break-words">{refused}</span>
        </p>
      )}
      {rows.length > 0 && (
        <div className="overflow-hidden rounded-md border">
          <Total rows={rows} uploads={uploads} videoSuffixes={form.video_suffixes} />
          <UploadList rows={rows} onRemove={remove} onRetry={(path) => uploads.retry(path)} />
        </div>
      )}
      {rows.length === 0 && earlier.length > 0 && (
        <div>
          <p className="mb-1.5 text-sm font-medium">Or go on with files that are here already</p>
          <ul className="divide-y overflow-hidden rounded-md border">
            {earlier.slice(0, 6).map((one) => (
              <li key={one.name}>
                <button
                  type="button"
                  onClick={() => onCollection(one.name)}
                  className="flex w-full flex-wrap items-center gap-x-3 px-3 py-2 text-left -outline-offset-2 hover:bg-hover"
                >
                  <span className="min-w-0 flex-1 truncate">{namesOf(one)}</span>
                  <span className="tabular text-sm text-ink-3">
                    {plural(one.files, 'file')}, {bytes(one.bytes)}
                  </span>
                </button>
              </li>
            ))}
          </ul>
        </div>
      )}
    </div>
  );
}

function said(
  sorted: ReturnType<typeof sortOut>,
  mostBytes: number,
  picked: number,
): string | null {
  const kinds = Object.entries(sorted.refused).map(([kind, n]) => `${count(n)} × ${kind}`);
  const parts: string[] = [];
  if (picked === 0) parts.push('There were no files in it.');
  if (kinds.length) parts.push(`Left out, of kinds that are not taken: ${kinds.join(', ')}.`);
  if (sorted.tooLarge.length)
    parts.push(`Larger than ${bytes(mostBytes)}: ${sorted.tooLarge.slice(0, 5).join(', ')}.`);
  return parts.join(' ') || null;
}

function DropZone({
  onPick,
  small,
  suffixes,
}: {
  onPick: (picked: Picked[]) => void;
  small: boolean;
  suffixes: readonly string[];
}) {
  const files = useRef<HTMLInputElement>(null);
  const folder = useRef<HTMLInputElement>(null);
  const [over, setOver] = useState(false);
  const drop = (event: DragEvent) => {
    event.preventDefault();
    setOver(false);
    pickedOfDrop(event.dataTransfer).then(onPick, sayFailed);
  };
  const pick = (input: HTMLInputElement) => {
    if (input.files) onPick(pickedOf(input.files));
    input.value = '';
  };
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: the buttons in it do the same
    <div
      onDragOver={(event) => {
        event.preventDefault();
        setOver(true);
      }}
      onDragLeave={() => setOver(false)}
      onDrop={drop}
      className={classes(
        'flex flex-col items-center justify-center rounded-md border border-dashed px-4 text-center transition-colors',
        small ? 'py-4' : 'py-9',
        over ? 'border-accent bg-accent-soft' : 'border-line-strong bg-sunken',
      )}
    >
      {!small && <UploadIcon aria-hidden className="mb-2 size-6 text-ink-3" />}
      <p className="font-medium">
        {small ? 'Drop more files or folders here' : 'Drop videos or whole folders here'}
      </p>
      {!small && (
        <p className="mt-0.5 max-w-md text-sm text-ink-2">
          With the subtitles that lie beside them (.srt, .vtt, .txt, .json). What breaks off goes on
          where it was: drop the same files again.
        </p>
      )}
      <div className="mt-3 flex flex-wrap justify-center gap-2">
        <Button small={small} onClick={() => files.current?.click()}>
          <UploadIcon aria-hidden className="size-4" />
          Choose files
        </Button>
        <Button small={small} onClick={() => folder.current?.click()}>
          <FolderUp aria-hidden className="size-4" />
          Choose a folder
        </Button>
      </div>
      <input
        ref={files}
        type="file"
        multiple
        hidden
        aria-label="Files to upload"
        accept={suffixes.join(',')}
        onChange={(event) => pick(event.currentTarget)}
      />
      <input
        ref={(input) => {
          folder.current = input;
          input?.setAttribute('webkitdirectory', '');
        }}
        type="file"
        multiple
        hidden
        aria-label="Folder to upload"
        onChange={(event) => pick(event.currentTarget)}
      />
    </div>
  );
}

function Total({
  rows,
  uploads,
  videoSuffixes,
}: {
  rows: readonly UploadRow[];
  uploads: ReturnType<typeof collectionOf>;
  videoSuffixes: readonly string[];
}) {
  const sum = sumOf(rows, videoSuffixes);
  const whole = sum.done === rows.length;
  return (
    <div className="border-b bg-sunken px-3 py-2.5">
      <div className="flex flex-wrap items-center justify-between gap-x-4 gap-y-1">
        <p className="tabular text-sm" aria-live="polite">
          <span className="font-medium">
            {whole
              ? `All ${plural(rows.length, 'file')} here`
              : `${count(sum.done)} of ${plural(rows.length, 'file')} here`}
          </span>
          <span className="text-ink-3">
            {' '}
            · {plural(sum.videos, 'video')} · {bytes(sum.sent)}
            {!whole && ` of ${bytes(sum.size)}, ${percent(sum.size ? sum.sent / sum.size : 1)}`}
          </span>
          {sum.failed > 0 && <span className="text-bad"> · {count(sum.failed)} failed</span>}
        </p>
        {sum.moving > 0 && (
          <Button small kind="quiet" onClick={() => uploads.pause()}>
            <Pause aria-hidden className="size-3.5" />
            Pause
          </Button>
        )}
        {sum.paused > 0 && sum.moving === 0 && (
          <Button small onClick={() => uploads.resume()}>
            <Play aria-hidden className="size-3.5" />
            Go on
          </Button>
        )}
      </div>
      {!whole && (
        <Progress
          label="Uploaded"
          share={sum.size ? sum.sent / sum.size : 0}
          tone={sum.failed ? 'warn' : 'accent'}
          className="mt-2"
        />
      )}
    </div>
  );
}
