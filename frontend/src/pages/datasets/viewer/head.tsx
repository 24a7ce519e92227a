import { useQuery } from '@tanstack/react-query';
import { ChevronRight, TriangleAlert } from 'lucide-react';
import type { ReactNode } from 'react';
import type { Schemas } from '@/api/client';
import { bytes, count, percent, span } from '@/lib/format';
import { Facts } from '@/ui/card';
import { CopyButton } from '@/ui/command_line';
import { figuresOf } from '../counts';
import { datasetQueries } from '../queries';
import { RebuildCommand } from './actions';
import { settingRows } from './settings';

/** How much there is of the dataset, and, folded, how it was made. */
export function DatasetHead({ dataset }: { dataset: Schemas['DatasetDetail'] }) {
  const size = useQuery({ ...datasetQueries.size(dataset.id), enabled: !dataset.problem });
  const { videos, failed, kept, dropped, seconds } = figuresOf(dataset.counts);
  const of = (some: number | undefined) =>
    size.data?.entries && some !== undefined ? percent(some / size.data.entries) : '–';
  return (
    <div className="mb-4 rounded-lg border bg-surface shadow-card">
      {dataset.problem && (
        <p
          role="alert"
          className="flex items-start gap-2 border-b bg-bad-soft px-4 py-2.5 break-words text-bad"
        >
          <TriangleAlert aria-hidden className="mt-0.5 size-4 shrink-0" />
          <span className="min-w-0">{dataset.problem}</span>
        </p>
      )}
      <dl className="grid grid-cols-3 gap-x-4 gap-y-2.5 px-4 py-3 sm:grid-cols-4 sm:px-5 lg:grid-cols-7">
        <Figure name="Videos" more={failed ? `${count(failed)} failed` : undefined}>
          {count(videos)}
        </Figure>
        <Figure name="Length">{span(seconds)}</Figure>
        <Figure
          name="Frames kept"
          more={dropped ? `of ${count(kept + dropped)}` : undefined}
          title={dropped ? droppedWords(dataset.counts) : undefined}
        >
          {count(kept)}
        </Figure>
        <Figure name="With captions">{of(size.data?.captioned)}</Figure>
        <Figure name="With transcript">{of(size.data?.transcribed)}</Figure>
        <Figure name="By hand">{count(size.data?.edited)}</Figure>
        <Figure name="On disk">
          {size.data ? `${size.data.whole ? '' : '> '}${bytes(size.data.bytes)}` : '–'}
        </Figure>
      </dl>
      <details className="group border-t">
        <summary className="flex list-none items-center gap-1.5 px-4 py-2 text-sm font-medium text-ink-2 hover:text-ink [&::-webkit-details-marker]:hidden">
          <ChevronRight aria-hidden className="size-4 transition-transform group-open:rotate-90" />
          How it was made
        </summary>
        <div className="space-y-4 px-4 pt-1 pb-4">
          <RebuildCommand dataset={dataset} />
          <div className="grid gap-x-10 gap-y-4 lg:grid-cols-2">
            <Facts
              className="content-start text-sm"
              rows={[
                ['Folder', <Path key="p" text={dataset.path} />],
                [
                  'Videos from',
                  dataset.input ? <Path key="i" text={dataset.input} /> : 'not known',
                ],
                ['Pipeline', dataset.pipeline_version ?? 'not known'],
                [
                  'Manifest',
                  dataset.manifest_sha256 ? (
                    <Path key="m" text={`sha256 ${dataset.manifest_sha256}`} />
                  ) : (
                    'has no hash'
                  ),
                ],
              ]}
            />
            <Facts
              className="content-start text-sm"
              rows={settingRows(dataset.settings).map(({ step, words }) => [step, words])}
            />
          </div>
        </div>
      </details>
    </div>
  );
}

function droppedWords(counts: Record<string, unknown>): string {
  const reasons = counts.frames_dropped;
  if (typeof reasons !== 'object' || reasons === null) return '';
  return Object.entries(reasons)
    .map(([reason, some]) => `${some} ${reason.replaceAll('_', ' ')}`)
    .join(', ');
}

function Figure({
  name,
  more,
  title,
  children,
}: {
  name: string;
  more?: string;
  title?: string;
  children: ReactNode;
}) {
  return (
    <div className="min-w-0" title={title}>
      <dt className="truncate text-xs text-ink-3">{name}</dt>
      <dd className="tabular truncate text-lg font-semibold">
        {children}
        {more && <span className="text-sm font-normal text-ink-3"> {more}</span>}
      </dd>
    </div>
  );
}

function Path({ text }: { text: string }) {
  return (
    <span className="flex items-start gap-1">
      <code className="min-w-0 pt-1 font-mono text-xs break-all text-ink-2">{text}</code>
      <CopyButton text={text.replace(/^sha256 /, '')} label="Copy" />
    </span>
  );
}
