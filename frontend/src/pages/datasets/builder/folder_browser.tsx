import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { ArrowUp, Check, Folder as FolderIcon, FolderOpen } from 'lucide-react';
import { type FormEvent, useEffect, useId, useState } from 'react';
import type { Schemas } from '@/api/client';
import { plural } from '@/lib/format';
import { Button } from '@/ui/button';
import { CommandLine } from '@/ui/command_line';
import { Failure, Loading } from '@/ui/states';
import { datasetQueries } from '../queries';

type Folder = Schemas['Folder'];

interface Props {
  path: string | undefined;
  onOpen: (path: string | undefined) => void;
}

/** Folders on the server's machine, below those that it may read. The open one is the chosen one. */
export function FolderBrowser({ path, onOpen }: Props) {
  const found = useQuery({ ...datasetQueries.folders(path), placeholderData: keepPreviousData });
  return (
    <div>
      <PathField path={path} onOpen={onOpen} />
      {found.error ? (
        <div className="mt-3 space-y-2">
          <Failure error={found.error} retry={() => onOpen(undefined)} />
          <p className="text-sm text-ink-2">
            The server reads its own folders, and those that it was started with:
          </p>
          <CommandLine command="spark-trainer serve --root FOLDER" />
        </div>
      ) : found.data ? (
        <Listing folder={found.data} onOpen={onOpen} />
      ) : (
        <Loading rows={3} className="mt-3" />
      )}
    </div>
  );
}

function PathField({ path, onOpen }: Props) {
  const id = useId();
  const [typed, setTyped] = useState(path ?? '');
  useEffect(() => setTyped(path ?? ''), [path]);
  const go = (event: FormEvent) => {
    event.preventDefault();
    onOpen(typed.trim() || undefined);
  };
  return (
    <form onSubmit={go} className="flex items-end gap-2">
      <div className="min-w-0 flex-1">
        <label htmlFor={id} className="mb-1 block text-sm font-medium">
          Folder with videos
        </label>
        <input
          id={id}
          value={typed}
          onChange={(event) => setTyped(event.target.value)}
          placeholder="Choose one below, or paste its path"
          autoComplete="off"
          spellCheck={false}
          className="field font-mono text-sm"
        />
      </div>
      <Button type="submit" disabled={typed.trim() === (path ?? '')}>
        Open
      </Button>
    </form>
  );
}

function Listing({ folder, onOpen }: { folder: Folder; onOpen: Props['onOpen'] }) {
  const rows = [...folder.folders].sort((a, b) => Number(b.videos > 0) - Number(a.videos > 0));
  return (
    <div className="mt-3 overflow-hidden rounded-md border">
      {folder.path !== null && (
        <div className="flex items-center justify-between gap-3 border-b bg-sunken px-3 py-2">
          <button
            type="button"
            onClick={() => onOpen(folder.parent ?? undefined)}
            className="inline-flex items-center gap-1.5 rounded-sm text-sm text-ink-2 hover:text-ink"
          >
            <ArrowUp aria-hidden className="size-4" />
            {folder.parent === null ? 'All folders' : 'Up'}
          </button>
          <p aria-live="polite" className="tabular text-sm">
            {folder.videos > 0 ? (
              <span className="inline-flex items-center gap-1.5 font-medium text-good">
                <Check aria-hidden className="size-4" />
                {found(folder)} will be taken
              </span>
            ) : (
              <span className="text-ink-3">no videos below it</span>
            )}
          </p>
        </div>
      )}
      {rows.length === 0 && (
        <p className="px-3 py-3 text-sm text-ink-3">
          {folder.path === null ? 'This server may read no folder yet.' : 'No folders in it.'}
        </p>
      )}
      <ul aria-label="Folders" className="max-h-64 overflow-y-auto">
        {rows.map((one) => (
          <li key={one.path} className="border-t first:border-t-0">
            <button
              type="button"
              onClick={() => onOpen(one.path)}
              className="group flex w-full items-center gap-2.5 px-3 py-2 text-left -outline-offset-2 hover:bg-hover"
            >
              <FolderIcon aria-hidden className="size-4 shrink-0 text-ink-3 group-hover:hidden" />
              <FolderOpen aria-hidden className="hidden size-4 shrink-0 group-hover:block" />
              <span className="min-w-0 flex-1 truncate" title={one.path}>
                {one.name}
              </span>
              <span className="tabular shrink-0 text-sm text-ink-3">
                {one.videos || !one.whole ? found(one) : 'no videos'}
              </span>
            </button>
          </li>
        ))}
      </ul>
      {folder.more && (
        <p className="border-t px-3 py-2 text-sm text-ink-3">
          There are more folders; paste the path of one that is not listed.
        </p>
      )}
    </div>
  );
}

function found(one: { videos: number; whole: boolean }): string {
  return one.whole ? plural(one.videos, 'video') : `more than ${plural(one.videos, 'video')}`;
}
