import { ImageOff } from 'lucide-react';
import { useMemo, useState } from 'react';
import { at } from '@/api/client';
import { count } from '@/lib/format';
import { Button } from '@/ui/button';
import { matching, type Output, type SampleRow, spread } from './sample_rows';

const FEW = 5;

function pictureAt(run: string, of: 'dataset' | 'samples', name: string, small = false): string {
  return at(
    `api/runs/${run}/picture?of=${of}&name=${encodeURIComponent(name)}${small ? '&small=true' : ''}`,
  );
}

/** One sample: its picture, what it should say, and what was said of it, the newest first. */
export function SampleCard({ run, row }: { run: string; row: SampleRow }) {
  const [all, setAll] = useState(false);
  const shown = useMemo(
    () => (all ? [...row.outputs] : spread(row.outputs, FEW)).reverse(),
    [all, row.outputs],
  );
  const reference = row.references.join(' / ');
  return (
    <article className="rounded-lg border bg-surface shadow-card">
      <div className="flex flex-col gap-x-5 gap-y-3 p-4 sm:flex-row sm:p-5">
        {row.picture && (
          <Picture key={row.picture} src={pictureAt(run, 'dataset', row.picture, true)} />
        )}
        <div className="min-w-0 flex-1">
          <h2 className="font-mono text-xs break-words text-ink-3">{row.id}</h2>
          {reference && (
            <p className="mt-1 mb-3 break-words">
              <span className="mr-2 text-sm text-ink-3">Reference</span>
              <span className="font-medium">{reference}</span>
            </p>
          )}
          <ol className="divide-y border-t">
            {shown.map((output) => (
              <li
                key={output.step}
                className="grid grid-cols-[5.5rem_minmax(0,1fr)] items-baseline gap-x-3 py-1.5"
              >
                <span className="tabular text-sm text-ink-3">step {count(output.step)}</span>
                <Said run={run} output={output} reference={reference} />
              </li>
            ))}
          </ol>
          {row.outputs.length > FEW && (
            <Button small kind="quiet" className="mt-2 -ml-2" onClick={() => setAll(!all)}>
              {all ? 'Fewer' : `All ${count(row.outputs.length)} evaluations`}
            </Button>
          )}
        </div>
      </div>
    </article>
  );
}

function Said({ run, output, reference }: { run: string; output: Output; reference: string }) {
  if (output.strip) {
    const src = pictureAt(run, 'samples', output.strip);
    return (
      <a href={src} target="_blank" rel="noreferrer">
        <img
          src={src}
          loading="lazy"
          alt={`Frames of the clip above, those made of its first one below, at step ${output.step}`}
          className="max-h-64 max-w-full rounded-sm border"
        />
      </a>
    );
  }
  if (!output.text) return <span className="text-ink-3 italic">nothing</span>;
  return (
    <p className="min-w-0 break-words text-ink-2">
      {matching(output.text, reference).map(({ word, hit }, index) => (
        <span key={index}>
          {hit ? (
            <mark className="rounded-sm bg-good-soft px-0.5 text-good">{word}</mark>
          ) : (
            word
          )}{' '}
        </span>
      ))}
    </p>
  );
}

function Picture({ src }: { src: string }) {
  const [failed, setFailed] = useState(false);
  if (failed) {
    return (
      <div
        title="The picture is not there: the dataset was moved, or lies outside the folders of this server"
        className="flex h-28 w-40 shrink-0 items-center justify-center rounded-md border bg-sunken text-ink-3"
      >
        <ImageOff aria-label="The picture is not there" className="size-5" />
      </div>
    );
  }
  return (
    <img
      src={src}
      alt="Frame that it saw"
      loading="lazy"
      onError={() => setFailed(true)}
      className="h-28 w-40 shrink-0 rounded-md border bg-sunken object-cover"
    />
  );
}
