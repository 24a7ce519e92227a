import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { TriangleAlert } from 'lucide-react';
import type { ReactNode } from 'react';
import type { Schemas } from '@/api/client';
import { ago, bytes, count, moment, percent, span } from '@/lib/format';
import { Badge } from '@/ui/badge';
import { figuresOf } from '../counts';
import { datasetQueries } from '../queries';
import { DatasetMenu } from './dataset_menu';
import { Thumbnails } from './thumbnails';

/** A dataset at a glance: its first pictures, how much there is, how much of it has texts. */
export function DatasetCard({ dataset }: { dataset: Schemas['Dataset'] }) {
  const size = useQuery({ ...datasetQueries.size(dataset.id), enabled: !dataset.problem });
  const { videos, failed, kept, dropped, seconds } = figuresOf(dataset.counts);
  const share = (some: number | undefined) =>
    size.data?.entries && some !== undefined ? some / size.data.entries : null;
  const link = { to: '/datasets/$dataset', params: { dataset: dataset.id } } as const;
  return (
    <article
      aria-label={dataset.name}
      className="flex h-full flex-col overflow-hidden rounded-lg border bg-surface shadow-card transition-colors hover:border-line-strong"
    >
      <Link {...link} tabIndex={-1} aria-hidden="true" className="block">
        <Thumbnails dataset={dataset} />
      </Link>
      <div className="flex flex-1 flex-col px-4 pt-3 pb-3">
        <div className="flex items-start justify-between gap-2">
          <h2 className="min-w-0 text-lg font-semibold">
            <Link {...link} className="block truncate hover:underline" title={dataset.name}>
              {dataset.name}
            </Link>
          </h2>
          <DatasetMenu dataset={dataset} />
        </div>
        {dataset.problem ? (
          <p role="alert" className="mt-1 flex items-start gap-2 text-sm text-bad">
            <TriangleAlert aria-hidden className="mt-0.5 size-4 shrink-0" />
            <span className="line-clamp-3 min-w-0 break-words">{dataset.problem}</span>
          </p>
        ) : (
          <dl className="mt-2 grid grid-cols-3 gap-x-4 gap-y-2.5">
            <Figure name="Videos">{count(videos)}</Figure>
            <Figure name="Length">{span(seconds)}</Figure>
            <Figure name="Frames kept" more={dropped ? `of ${count(kept + dropped)}` : undefined}>
              {count(kept)}
            </Figure>
            <Figure name="Captions">
              <Share share={share(size.data?.captioned)} />
            </Figure>
            <Figure name="Transcripts">
              <Share share={share(size.data?.transcribed)} />
            </Figure>
            <Figure name="On disk">
              {size.data ? `${size.data.whole ? '' : '> '}${bytes(size.data.bytes)}` : '–'}
            </Figure>
          </dl>
        )}
        <footer className="mt-auto flex flex-wrap items-center gap-2 pt-3 text-sm text-ink-3">
          <time title={moment(dataset.changed)}>changed {ago(dataset.changed)}</time>
          {failed > 0 && <Badge tone="bad">{count(failed)} failed</Badge>}
          {size.data && size.data.edited > 0 && (
            <Badge tone="info">{count(size.data.edited)} corrected by hand</Badge>
          )}
        </footer>
      </div>
    </article>
  );
}

function Figure({ name, more, children }: { name: string; more?: string; children: ReactNode }) {
  return (
    <div className="min-w-0">
      <dt className="truncate text-xs text-ink-3">{name}</dt>
      <dd className="tabular truncate font-medium">
        {children}
        {more && <span className="font-normal text-ink-3"> {more}</span>}
      </dd>
    </div>
  );
}

/** The share of videos that have them, as a figure and a bar. */
function Share({ share }: { share: number | null }) {
  return (
    <span className="flex items-center gap-2">
      {percent(share)}
      {share !== null && (
        <span aria-hidden className="h-1 w-10 overflow-hidden rounded-full bg-line">
          <span
            className="block h-full rounded-full bg-good"
            style={{ width: `${share * 100}%` }}
          />
        </span>
      )}
    </span>
  );
}
