import { useVirtualizer } from '@tanstack/react-virtual';
import { ArrowDownToLine } from 'lucide-react';
import { type Ref, useEffect, useImperativeHandle, useLayoutEffect, useRef, useState } from 'react';
import { Button } from '../button';
import { classes } from '../classes';
import { Marked } from './marked';

const ROW_PX = 20;

export interface LogLinesHandle {
  /** Bring a row into sight. */
  show: (row: number) => void;
}

interface Props {
  ref: Ref<LogLinesHandle>;
  label: string;
  lines: readonly string[];
  /** Lines that were put before the others so far. */
  earlier: number;
  /** Only these of them. */
  only: number[] | null;
  text: string;
  marked: number | null;
  height: number;
  /** The first line is in sight. */
  onTop?: () => void;
  /** The last line is in sight, and it is not the last of the log. */
  onBottom?: () => void;
  /** All that comes after is here too: there is an end to follow. */
  atEnd: boolean;
  onToEnd: () => void;
  live: boolean;
}

/**
 * Rows of a log; only those in sight are made. It follows its end until somebody scrolls up. The
 * widest row decides how far one can scroll, and rows are of one height: no wrapping.
 */
export function LogLines(props: Props) {
  const { label, lines, earlier, only, text, marked, height, onTop, onBottom, atEnd, live } = props;
  const place = useRef<HTMLDivElement>(null);
  const [follows, setFollows] = useState(atEnd);
  const length = only ? only.length : lines.length;
  const rows = useVirtualizer({
    count: length,
    getScrollElement: () => place.current,
    estimateSize: () => ROW_PX,
    overscan: 20,
  });
  useImperativeHandle(props.ref, () => ({
    show: (row) => {
      setFollows(false);
      rows.scrollToIndex(row, { align: 'center' });
    },
  }));

  useLayoutEffect(() => {
    const box = place.current;
    if (box && follows && length) box.scrollTop = box.scrollHeight;
  }, [follows, length]);

  const before = useRef(earlier);
  useLayoutEffect(() => {
    const box = place.current;
    if (box && earlier > before.current && !only)
      box.scrollTop += (earlier - before.current) * ROW_PX;
    before.current = earlier;
  }, [earlier, only]);

  const reached = useRef({ onTop, onBottom, atEnd });
  reached.current = { onTop, onBottom, atEnd };
  useEffect(() => {
    const box = place.current;
    if (!box) return;
    const moved = () => {
      const end = box.scrollHeight - box.clientHeight - box.scrollTop < ROW_PX * 1.5;
      const now = reached.current;
      setFollows(end && now.atEnd);
      if (end) now.onBottom?.();
      else if (box.scrollTop < ROW_PX) now.onTop?.();
    };
    box.addEventListener('scroll', moved, { passive: true });
    return () => box.removeEventListener('scroll', moved);
  }, []);

  return (
    <div className="relative">
      <section
        ref={place}
        aria-label={`${label}: lines`}
        tabIndex={0}
        className="overflow-auto bg-sunken py-2 font-mono text-xs leading-5"
        style={{ height: Math.min(height, Math.max(5, length) * ROW_PX + 20) }}
      >
        {length === 0 && (
          <p className="px-4 text-ink-3">{only ? 'No line has it.' : 'Nothing was written yet.'}</p>
        )}
        <div className="relative w-max min-w-full" style={{ height: rows.getTotalSize() }}>
          {rows.getVirtualItems().map((row) => {
            const number = only ? (only[row.index] ?? 0) : row.index;
            return (
              <div
                key={number - earlier}
                className={classes(
                  'absolute top-0 left-0 w-max min-w-full px-4 whitespace-pre',
                  number === marked && 'bg-accent-soft',
                )}
                style={{ height: ROW_PX, transform: `translateY(${row.start}px)` }}
              >
                <Marked line={lines[number] ?? ''} text={text} />
              </div>
            );
          })}
        </div>
      </section>
      {!follows && length > 0 && (
        <Button
          small
          className="absolute right-4 bottom-3"
          onClick={() => (atEnd ? setFollows(true) : props.onToEnd())}
          title={live ? 'It is written to; follow it' : undefined}
        >
          <ArrowDownToLine className="size-3.5" />
          {live ? 'Follow' : 'To the end'}
        </Button>
      )}
    </div>
  );
}
