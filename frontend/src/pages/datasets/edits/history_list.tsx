import { useInfiniteQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { History, Undo2 } from 'lucide-react';
import { useState } from 'react';
import type { Schemas } from '@/api/client';
import { ago, count, moment } from '@/lib/format';
import { Badge } from '@/ui/badge';
import { Button } from '@/ui/button';
import { Empty, Failure, Loading } from '@/ui/states';
import { DiffView } from './diff_view';
import { historyQuery } from './history_queries';
import { type Edit, useTakeBack } from './undoing';

/** Changes by hand, the last one first, of a dataset or of one sample. */
export function HistoryList({ dataset, entry }: { dataset: string; entry?: string }) {
  const history = useInfiniteQuery(historyQuery(dataset, entry));
  if (history.error && !history.data)
    return <Failure error={history.error} retry={() => history.refetch()} />;
  if (!history.data) return <Loading />;
  const pages = history.data.pages;
  const edits = pages.flatMap((page) => page.edits);
  const first = pages[0];
  if (!first || edits.length === 0)
    return entry ? (
      <p className="text-ink-3">Nothing was changed by hand.</p>
    ) : (
      <Empty icon={<History aria-hidden />} title="Nothing was changed by hand">
        Open a sample and click its caption or transcript to correct it; every change is listed
        here, and can be taken back.
      </Empty>
    );
  const names = Object.assign({}, ...pages.map((page) => page.names)) as Record<string, string>;
  return (
    <>
      <ol aria-label="Changes, the last one first" className="divide-y">
        {edits.map((edit) => (
          <Line
            key={edit.number}
            dataset={dataset}
            edit={edit}
            name={entry ? null : (names[edit.entry] ?? edit.entry)}
            undone={first.undone}
          />
        ))}
      </ol>
      {history.hasNextPage && (
        <div className="flex items-center justify-center gap-3 pt-3 text-sm text-ink-3">
          {count(edits.length)} of {count(first.total)}
          <Button small busy={history.isFetchingNextPage} onClick={() => history.fetchNextPage()}>
            Show older ones
          </Button>
        </div>
      )}
    </>
  );
}

const WHAT: Record<Edit['what'], string> = {
  caption: 'Caption',
  all_captions: 'Caption of frame',
  transcript: 'Transcript',
  deleted: 'Taken out',
};

function title(edit: Edit): string {
  if (edit.what === 'deleted') return edit.after === true ? 'Taken out' : 'Put back';
  return edit.what === 'all_captions'
    ? `${WHAT[edit.what]} ${(edit.index ?? 0) + 1}`
    : WHAT[edit.what];
}

function Line({
  dataset,
  edit,
  name,
  undone,
}: {
  dataset: string;
  edit: Edit;
  name: string | null;
  undone: Schemas['History']['undone'];
}) {
  const takeBack = useTakeBack(dataset);
  const [busy, setBusy] = useState(false);
  const by = undone[String(edit.number)];
  const text = (value: unknown) => (typeof value === 'string' ? value : null);
  return (
    <li className="grid grid-cols-[minmax(0,1fr)_auto] gap-x-4 gap-y-1 py-3 first:pt-0 last:pb-0">
      <div className="flex min-w-0 flex-wrap items-center gap-x-2 gap-y-0.5">
        <span className="tabular text-sm text-ink-3">#{edit.number}</span>
        <span className="font-medium">{title(edit)}</span>
        {name !== null && (
          <Link
            to="/datasets/$dataset/entries/$entry"
            params={{ dataset, entry: edit.entry }}
            className="max-w-64 truncate text-accent hover:underline"
            title={name}
          >
            {name}
          </Link>
        )}
        <time title={moment(edit.at)} className="text-sm text-ink-3">
          {ago(edit.at)}
        </time>
        {edit.undoes && <Badge>takes #{edit.undoes} back</Badge>}
        {by && <Badge tone="warn">taken back by #{by}</Badge>}
      </div>
      {by === undefined && (
        <Button
          small
          kind="quiet"
          busy={busy}
          aria-label={`Undo change ${edit.number}`}
          onClick={() => {
            setBusy(true);
            takeBack([edit.number]).finally(() => setBusy(false));
          }}
        >
          <Undo2 aria-hidden className="size-3.5" />
          Undo
        </Button>
      )}
      <div className="col-span-2 min-w-0">
        {edit.what === 'deleted' ? (
          <p className="text-ink-2">
            {edit.after === true
              ? 'The video is not in the manifest any more; its files stay.'
              : 'The video is in the manifest again.'}
          </p>
        ) : (
          <DiffView before={text(edit.before)} after={text(edit.after)} />
        )}
      </div>
    </li>
  );
}
