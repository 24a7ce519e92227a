import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { ChevronRight, Trash2, Undo2 } from 'lucide-react';
import { useState } from 'react';
import { api, at } from '@/api/client';
import { curlLine } from '@/lib/command';
import { plural } from '@/lib/format';
import { Button } from '@/ui/button';
import { CommandLine } from '@/ui/command_line';
import { Dialog } from '@/ui/dialog';
import { Failure } from '@/ui/states';
import { say } from '@/ui/toasts';
import { datasetQueries } from '../queries';
import { useRestore } from './use_restore';

/** What was deleted and can be put back; not there where it is empty. */
export function TrashSection() {
  const trash = useQuery(datasetQueries.trash());
  const restore = useRestore();
  const [asking, ask] = useState(false);
  const all = trash.data ?? [];
  if (all.length === 0) return null;
  return (
    <details className="group mt-8 rounded-lg border bg-surface shadow-card">
      <summary className="flex list-none items-center gap-2 px-4 py-3 font-medium sm:px-5 [&::-webkit-details-marker]:hidden">
        <Trash2 aria-hidden className="size-4 text-ink-3" />
        <h2 className="text-base font-medium">Trash</h2>
        <span className="tabular flex-1 text-sm font-normal text-ink-3">
          {plural(all.length, 'dataset')}
        </span>
        <ChevronRight
          aria-hidden
          className="size-4 text-ink-3 transition-transform group-open:rotate-90"
        />
      </summary>
      <ul className="border-t">
        {all.map((one) => (
          <li
            key={one.id}
            className="flex items-center justify-between gap-3 border-b px-4 py-2 sm:px-5"
          >
            <span className="min-w-0 truncate" title={one.name}>
              {one.name}
            </span>
            <Button
              small
              busy={restore.isPending && restore.variables.id === one.id}
              onClick={() => restore.mutate({ id: one.id, name: one.name })}
            >
              <Undo2 aria-hidden className="size-3.5" />
              Put back
            </Button>
          </li>
        ))}
      </ul>
      <div className="flex justify-end px-4 py-3 sm:px-5">
        <Button small kind="danger" onClick={() => ask(true)}>
          Empty the trash
        </Button>
      </div>
      <EmptyTrash open={asking} count={all.length} onClose={() => ask(false)} />
    </details>
  );
}

function EmptyTrash({
  open,
  count,
  onClose,
}: {
  open: boolean;
  count: number;
  onClose: () => void;
}) {
  const client = useQueryClient();
  const empty = useMutation({
    mutationFn: async () => {
      await api.DELETE('/api/datasets/trash');
    },
    onSuccess: () => {
      onClose();
      client.invalidateQueries({ queryKey: ['datasets', 'trash'] });
      say('The trash is empty.');
    },
  });
  return (
    <Dialog
      open={open}
      onClose={onClose}
      title={`Delete ${plural(count, 'dataset')} for good?`}
      about="This cannot be undone. The videos that they were made of are not touched."
      actions={
        <>
          <Button onClick={onClose}>Keep them</Button>
          <Button kind="danger" busy={empty.isPending} onClick={() => empty.mutate()}>
            Delete for good
          </Button>
        </>
      }
    >
      <CommandLine command={curlLine('DELETE', at('api/datasets/trash'))} />
      {empty.error && <Failure error={empty.error} className="mt-3" />}
    </Dialog>
  );
}
