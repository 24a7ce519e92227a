import { bytes, count, plural } from '@/lib/format';
import { Button, Spinner } from '../button';
import { Failure } from '../states';
import type { Found, Hit } from './hit_store';
import { Marked } from './marked';

interface Props {
  found: Found;
  onFurther: () => void;
  onOpen: (hit: Hit) => void;
}

/** Lines of the whole log that have the text, loaded or not; each opens in its place. */
export function LogHits({ found, onFurther, onOpen }: Props) {
  const { hits, begin, busy, error, text } = found;
  if (!text) return null;
  const more = !busy && !error && begin !== null && begin > 0;
  return (
    <section aria-label="Hits in the whole log" className="border-b bg-surface">
      <div className="flex flex-wrap items-center gap-2 px-4 py-1.5 text-sm text-ink-3">
        {busy && <Spinner className="text-accent" />}
        <span aria-live={busy ? 'off' : 'polite'} className="tabular">
          {said(found)}
        </span>
        {more && (
          <Button small kind="quiet" onClick={onFurther}>
            Search further
          </Button>
        )}
      </div>
      {error !== null && <Failure error={error} retry={onFurther} className="mx-3 mb-2" />}
      {hits.length > 0 && (
        <ul className="max-h-44 overflow-y-auto border-t font-mono text-xs">
          {hits.map((hit) => (
            <li key={hit.offset}>
              <button
                type="button"
                title="Open in its place"
                onClick={() => onOpen(hit)}
                className="flex w-full items-baseline gap-4 px-4 py-1 text-left -outline-offset-2 hover:bg-hover"
              >
                <span className="min-w-0 flex-1 truncate whitespace-pre">
                  <Marked line={hit.line} text={text} />
                </span>
                <span className="tabular shrink-0 text-ink-3">at {bytes(hit.offset)}</span>
              </button>
            </li>
          ))}
        </ul>
      )}
    </section>
  );
}

function said({ hits, begin, bytes: size, busy, error }: Found): string {
  if (busy) {
    const left = begin === null ? '' : `, ${bytes(begin)} of ${bytes(size)} left`;
    return `Searching the whole log: ${plural(hits.length, 'line')} so far${left}`;
  }
  if (error !== null) return `${plural(hits.length, 'line')} found before it failed.`;
  if (begin !== null && begin > 0)
    return `The last ${count(hits.length)} lines that have it; ${bytes(begin)} before them are not searched yet.`;
  if (hits.length === 0) return 'No line of the whole log has it.';
  return `In the whole log: ${plural(hits.length, 'line')}, the newest first.`;
}
