import { bytes, plural } from '@/lib/format';
import { Button } from '../button';
import type { LogStore, Shown } from './log_store';

/** More than a browser should hold. */
const MOST_BYTES = 64 << 20;

/** Which part of a log is shown, and the way to the others. */
export function LogPlace({ shown, store }: { shown: Shown; store: LogStore }) {
  const { lines, begin, atEnd, bytes: size } = shown;
  if (begin === 0 && atEnd) return null;
  const many = plural(lines.length, 'line');
  return (
    <div className="flex flex-wrap items-center gap-2 border-b bg-surface px-4 py-1.5 text-sm text-ink-3">
      <span className="tabular">
        {atEnd
          ? `The last ${many}; ${bytes(begin)} before them.`
          : `${many} from within, ${bytes(begin)} before them.`}
      </span>
      {begin > 0 && (
        <Button small kind="quiet" onClick={() => store.earlier()}>
          Load earlier
        </Button>
      )}
      {!atEnd && (
        <>
          <Button small kind="quiet" onClick={() => store.later()}>
            Load later
          </Button>
          <Button small kind="quiet" onClick={() => store.toEnd()}>
            Back to the end
          </Button>
        </>
      )}
      {atEnd && size <= MOST_BYTES && (
        <Button small kind="quiet" onClick={() => store.earlier(true)}>
          Load all
        </Button>
      )}
    </div>
  );
}
