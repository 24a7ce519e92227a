import { useVirtualizer } from '@tanstack/react-virtual';
import { Check, RotateCw, Trash2, TriangleAlert } from 'lucide-react';
import { useRef } from 'react';
import { bytes, percent } from '@/lib/format';
import { Button, IconButton, Spinner } from '@/ui/button';
import { Progress } from '@/ui/progress';
import type { UploadRow } from './upload_rows';

interface Props {
  rows: readonly UploadRow[];
  onRemove: (row: UploadRow) => void;
  onRetry: (path: string) => void;
}

const ROW_PX = 44;

/** Thousands of files: only those in sight are drawn. */
export function UploadList({ rows, onRemove, onRetry }: Props) {
  const box = useRef<HTMLDivElement>(null);
  const virtual = useVirtualizer({
    count: rows.length,
    getScrollElement: () => box.current,
    estimateSize: () => ROW_PX,
    overscan: 8,
    getItemKey: (index) => rows[index]?.path ?? index,
  });
  return (
    <section
      ref={box}
      tabIndex={0}
      aria-label="Files"
      className="max-h-72 overflow-y-auto -outline-offset-2"
    >
      <ul className="relative" style={{ height: virtual.getTotalSize() }}>
        {virtual.getVirtualItems().map((item) => {
          const row = rows[item.index];
          return (
            row && (
              <li
                key={item.key}
                className="absolute inset-x-0 flex items-center gap-3 border-b px-3"
                style={{ height: ROW_PX, transform: `translateY(${item.start}px)` }}
              >
                <Row row={row} onRemove={onRemove} onRetry={onRetry} />
              </li>
            )
          );
        })}
      </ul>
    </section>
  );
}

function Row({ row, onRemove, onRetry }: { row: UploadRow } & Omit<Props, 'rows'>) {
  return (
    <>
      <Sign state={row.state} />
      <div className="min-w-0 flex-1">
        <p className="truncate text-sm" title={row.path}>
          {row.path}
        </p>
        {row.problem ? (
          <p className="truncate text-xs text-bad" title={row.problem}>
            {row.problem}
          </p>
        ) : (
          row.state !== 'done' &&
          row.size > 0 && (
            <Progress
              label={`Uploaded of ${row.path}`}
              share={row.sent / row.size}
              className="h-1"
            />
          )
        )}
      </div>
      <span className="tabular shrink-0 text-right text-xs text-ink-3">
        {row.state === 'done'
          ? bytes(row.size)
          : `${percent(row.size ? row.sent / row.size : 0)} of ${bytes(row.size)}`}
      </span>
      {row.state === 'failed' && (
        <Button small onClick={() => onRetry(row.path)} aria-label={`Try ${row.path} again`}>
          <RotateCw aria-hidden className="size-3.5" />
          Try again
        </Button>
      )}
      <IconButton label={`Remove ${row.path}`} onClick={() => onRemove(row)} className="size-7">
        <Trash2 className="size-3.5" />
      </IconButton>
    </>
  );
}

function Sign({ state }: { state: UploadRow['state'] }) {
  if (state === 'done') return <Check aria-label="here" className="size-4 shrink-0 text-good" />;
  if (state === 'failed' || state === 'half')
    return <TriangleAlert aria-label={state} className="size-4 shrink-0 text-warn" />;
  if (state === 'sending') return <Spinner className="shrink-0 text-accent" />;
  return <span className="size-4 shrink-0 rounded-full border-2 border-line-strong" />;
}
