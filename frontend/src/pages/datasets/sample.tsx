import { useQuery } from '@tanstack/react-query';
import { Link, useParams, useSearch } from '@tanstack/react-router';
import { ChevronLeft, ChevronRight, Keyboard } from 'lucide-react';
import { useRef, useState } from 'react';
import type { Schemas } from '@/api/client';
import { ProblemError } from '@/api/client';
import { queries } from '@/api/queries';
import { quoted } from '@/lib/command';
import { count } from '@/lib/format';
import { Badge } from '@/ui/badge';
import { buttonClass, IconButton } from '@/ui/button';
import { Card } from '@/ui/card';
import { Page } from '@/ui/page';
import { Empty, Failure, Skeleton } from '@/ui/states';
import { HistoryList } from './edits/history_list';
import { useUndoKey } from './edits/undoing';
import { FrameList } from './sample/frame_list';
import { Keys } from './sample/keys';
import { nameOf } from './sample/name';
import { ProvenanceCard } from './sample/provenance_card';
import { Stage } from './sample/stage';
import { Strip } from './sample/strip';
import { TakeOut } from './sample/take_out';
import { Technical } from './sample/technical';
import { Texts } from './sample/texts';
import { useKeys } from './sample/use_keys';
import { useNeighbours } from './sample/use_neighbours';
import { usePlayer } from './sample/use_player';
import { entryQueries } from './viewer/queries';
import type { ViewerSearch } from './viewer/search';

/** One sample: seen, heard, read, corrected, and where it comes from. */
export function SampleView() {
  const { dataset, entry } = useParams({ from: '/datasets/$dataset/entries/$entry' });
  const { n: _, ...list }: ViewerSearch & { n?: number } = useSearch({
    from: '/datasets/$dataset/entries/$entry',
  });
  const found = useQuery(entryQueries.entry(dataset, entry));
  const about = useQuery(queries.dataset(dataset));
  useUndoKey(dataset);
  const name = found.data ? nameOf(found.data.meta) : 'Sample';
  return (
    <Page
      title={name}
      beside={found.data && Array.isArray(found.data.meta.edited) && <Edited />}
      crumbs={[
        { label: 'Datasets', to: '/datasets' },
        {
          label: about.data?.name ?? 'Dataset',
          to: '/datasets/$dataset',
          params: { dataset },
          search: list,
        },
      ]}
      actions={<Around dataset={dataset} entry={entry} name={name} path={about.data?.path} />}
    >
      {found.data ? (
        <Sample
          key={entry}
          dataset={dataset}
          path={about.data?.path ?? 'DATASET'}
          entry={found.data}
        />
      ) : found.error instanceof ProblemError && found.error.status === 404 ? (
        <Empty
          title="This sample is not in the dataset"
          actions={
            <Link to="/datasets/$dataset/history" params={{ dataset }} className={buttonClass()}>
              Changes by hand
            </Link>
          }
        >
          It may have been taken out; then undoing that change brings it back.
        </Empty>
      ) : found.error ? (
        <Failure error={found.error} retry={() => found.refetch()} />
      ) : (
        <div role="status" aria-label="Loading" className="grid gap-4 xl:grid-cols-[3fr_2fr]">
          <Skeleton className="h-96" />
          <Skeleton className="h-64" />
        </div>
      )}
    </Page>
  );
}

function Edited() {
  return <Badge tone="info">corrected by hand</Badge>;
}

/** The way to the samples beside it. */
function Around({
  dataset,
  entry,
  name,
  path,
}: {
  dataset: string;
  entry: string;
  name: string;
  path: string | undefined;
}) {
  const search = useSearch({ from: '/datasets/$dataset/entries/$entry' });
  const { before, after, go, place, total } = useNeighbours(dataset, entry, search);
  return (
    <>
      <span className="flex items-center">
        <IconButton
          label="Sample before ([)"
          disabled={!before}
          data-before
          onClick={() => go(before)}
        >
          <ChevronLeft className="size-4.5" />
        </IconButton>
        <span className="tabular min-w-16 text-center text-sm text-ink-2">
          {place === null ? '–' : count(place + 1)} of {count(total)}
        </span>
        <IconButton label="Sample after (])" disabled={!after} data-after onClick={() => go(after)}>
          <ChevronRight className="size-4.5" />
        </IconButton>
      </span>
      <TakeOut
        dataset={dataset}
        entry={entry}
        name={name}
        path={path}
        onDone={() => go(after ? { ...after, n: Math.max(0, after.n - 1) } : before)}
      />
    </>
  );
}

function press(selector: string): void {
  document.querySelector<HTMLButtonElement>(selector)?.click();
}

function Sample({
  dataset,
  path,
  entry,
}: {
  dataset: string;
  path: string;
  entry: Schemas['Entry'];
}) {
  const { meta } = entry;
  const player = usePlayer(entry.id, meta.duration);
  const [help, setHelp] = useState(false);
  const caption = useRef<HTMLButtonElement>(null);
  const transcript = useRef<HTMLButtonElement>(null);
  useKeys(player, meta.video_info.fps, meta.frames, {
    before: () => press('[data-before]'),
    after: () => press('[data-after]'),
    caption: () => caption.current?.click(),
    transcript: () => transcript.current?.click(),
    help: () => setHelp(true),
  });
  const command = (flags: string) =>
    `spark-trainer dataset edit ${quoted(path)} ${entry.id} ${flags}`;
  const props = { dataset, entry, player };
  // Columns of about the same height.
  const few = meta.frames.length <= 8;
  return (
    <div className="space-y-4">
      <div className="grid gap-4 xl:grid-cols-[minmax(0,3fr)_minmax(20rem,2fr)]">
        <Stage {...props} />
        <div className="flex min-w-0 flex-col gap-4">
          <Texts {...props} command={command} captionRef={caption} transcriptRef={transcript} />
        </div>
      </div>
      <Strip {...props} />
      <p className="flex justify-end text-sm text-ink-3">
        <button
          type="button"
          onClick={() => setHelp(true)}
          className="flex items-center gap-1.5 rounded-sm hover:text-ink"
        >
          <Keyboard aria-hidden className="size-4" />
          Keys (?)
        </button>
      </p>
      <div className="grid items-start gap-4 xl:grid-cols-[minmax(0,3fr)_minmax(20rem,2fr)]">
        <div className="min-w-0 space-y-4">
          <FrameList {...props} command={command} />
          {few && <ProvenanceCard entry={entry} />}
        </div>
        <div className="min-w-0 space-y-4">
          <Technical entry={entry} />
          <Card title="Changes by hand">
            <section
              aria-label="Changes of this sample"
              tabIndex={0}
              className="max-h-96 overflow-y-auto"
            >
              <HistoryList dataset={dataset} entry={entry.id} />
            </section>
          </Card>
          {!few && <ProvenanceCard entry={entry} />}
        </div>
      </div>
      <Keys open={help} onClose={() => setHelp(false)} />
    </div>
  );
}
