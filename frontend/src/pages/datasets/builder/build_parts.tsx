import { useEffect, useRef } from 'react';
import { clock, count, plural } from '@/lib/format';
import { Card } from '@/ui/card';
import { Progress } from '@/ui/progress';
import { Table } from '@/ui/table';
import { STEP_TITLES } from './labels';
import { type Failed, type Tally, through } from './tally';

const SHOWN = 8;

/** The videos that are worked on now, and what each waits for. */
export function UnderWay({ tally }: { tally: Tally }) {
  const reading = Array.from(tally.reading.entries()).slice(0, SHOWN);
  const waiting = Array.from(tally.labelling.entries()).filter(([, one]) => one.name);
  const shown = waiting.slice(0, Math.max(0, SHOWN - reading.length));
  const left = Math.max(0, tally.total - through(tally));
  return (
    <Card
      title="Under way"
      about={
        tally.total
          ? `${plural(left, 'video')} left, ${plural(tally.workers, 'worker')}`
          : undefined
      }
    >
      {reading.length + shown.length === 0 && (
        <p className="text-ink-3">{tally.total ? 'Between two videos.' : 'Nothing yet.'}</p>
      )}
      <ul className="space-y-3">
        {reading.map(([number, one]) => (
          <li key={number}>
            <p className="flex justify-between gap-3">
              <span className="min-w-0 truncate" title={one.name}>
                {one.name}
              </span>
              <span className="tabular shrink-0 text-sm text-ink-3">
                {clock(one.seconds)} / {clock(one.of)}
              </span>
            </p>
            <Progress
              label={`Decoded of ${one.name}`}
              share={one.of > 0 ? one.seconds / one.of : null}
              className="mt-1.5"
            />
          </li>
        ))}
        {shown.map(([number, one]) => (
          <li key={number} className="flex justify-between gap-3">
            <span className="min-w-0 truncate" title={one.name}>
              {one.name}
            </span>
            <span className="shrink-0 text-sm text-ink-3">
              {one.left.size
                ? Array.from(one.left, (step) => STEP_TITLES[step]?.title ?? step)
                    .join(', ')
                    .toLowerCase()
                : 'to be written'}
            </span>
          </li>
        ))}
      </ul>
      {waiting.length > shown.length && (
        <p className="mt-3 text-sm text-ink-3">
          and {plural(waiting.length - shown.length, 'more', 'more')} with their labels to come
        </p>
      )}
    </Card>
  );
}

/** Which files failed, at which step, and why. */
export function Failures({ tally }: { tally: Tally }) {
  return (
    <Card
      title={`Failed: ${count(tally.failed)}`}
      about="They are left out of the dataset, with these reasons in its failures.jsonl."
      flush
    >
      <Table<Failed>
        label="Files that failed"
        rows={tally.failures}
        rowKey={(one) => `${one.path} ${one.step}`}
        columns={[
          { name: 'File', cell: (one) => <span className="break-all">{one.name}</span> },
          { name: 'Step', cell: (one) => STEP_TITLES[one.step]?.title ?? one.step, wide: true },
          { name: 'Why', cell: (one) => <span className="break-words">{one.reason}</span> },
        ]}
      />
      {tally.failed > tally.failures.length && (
        <p className="border-t px-5 py-2 text-sm text-ink-3">
          These are the first {count(tally.failures.length)}.
        </p>
      )}
    </Card>
  );
}

/** The end of what it wrote; stays at the end while more comes. */
export function LogTail({ lines, waiting }: { lines: readonly string[]; waiting: boolean }) {
  const box = useRef<HTMLPreElement>(null);
  // biome-ignore lint/correctness/useExhaustiveDependencies: with each new line
  useEffect(() => {
    box.current?.scrollTo({ top: box.current.scrollHeight });
  }, [lines.length]);
  return (
    <Card title="Log" about="The last lines that it wrote.">
      <pre
        ref={box}
        tabIndex={0}
        role="log"
        aria-label="End of the log"
        className="max-h-64 overflow-auto rounded-md border bg-sunken px-3 py-2 font-mono text-sm whitespace-pre-wrap break-words text-ink-2"
      >
        {lines.length ? lines.join('\n') : waiting ? 'Nothing yet.' : 'It wrote nothing.'}
      </pre>
    </Card>
  );
}
