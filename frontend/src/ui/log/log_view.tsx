import {
  useDeferredValue,
  useEffect,
  useMemo,
  useRef,
  useState,
  useSyncExternalStore,
} from 'react';
import { bytes, count } from '@/lib/format';
import { Button } from '../button';
import { Failure, Loading } from '../states';
import { LogLines, type LogLinesHandle } from './log_lines';
import { LogSearch } from './log_search';
import { hitsOf, LogStore, type ReadPart } from './log_store';

interface Props {
  /** Its name; read aloud. */
  label: string;
  read: ReadPart;
  /** Names the log: another one begins anew. */
  id: string;
  /** It is written to now. */
  live: boolean;
  height?: number;
}

const LIVE_MS = 1000;

/** A log that follows what is written, can be searched, and is read from its end. */
export function LogView({ label, read, id, live, height = 480 }: Props) {
  const reading = useRef(read);
  reading.current = read;
  // biome-ignore lint/correctness/useExhaustiveDependencies: another log has a store of its own
  const store = useMemo(() => new LogStore((place) => reading.current(place)), [id]);
  const shown = useSyncExternalStore(store.subscribe, () => store.shown);
  const [text, setText] = useState('');
  const [onlyHits, setOnlyHits] = useState(false);
  const [hit, setHit] = useState(0);
  const lines = useRef<LogLinesHandle>(null);
  const wanted = useDeferredValue(text);
  const hits = useMemo(() => hitsOf(shown.lines, wanted), [shown.lines, wanted]);
  const at = Math.min(hit, Math.max(0, hits.length - 1));

  useEffect(() => {
    store.update();
    if (!live) return;
    const timer = setInterval(() => store.update(), LIVE_MS);
    return () => {
      clearInterval(timer);
      store.update(); // its last words
    };
  }, [store, live]);

  const go = (to: number) => {
    if (!hits.length) return;
    const next = (to + hits.length) % hits.length;
    setHit(next);
    lines.current?.show(onlyHits ? next : (hits[next] ?? 0));
  };

  if (!shown.known) {
    if (shown.error) return <Failure error={shown.error} retry={() => store.update()} />;
    return <Loading rows={4} />;
  }
  return (
    <section aria-label={label} className="min-w-0">
      <LogSearch
        text={text}
        onText={(value) => {
          setText(value);
          setHit(0);
        }}
        hits={hits.length}
        at={at}
        onGo={go}
        onlyHits={onlyHits}
        onOnlyHits={setOnlyHits}
        copied={() => (onlyHits ? hits.map((n) => shown.lines[n]) : shown.lines).join('\n')}
      />
      {shown.begin > 0 && (
        <div className="flex flex-wrap items-center gap-2 border-b bg-surface px-4 py-1.5 text-sm text-ink-3">
          <span className="tabular">
            The last {count(shown.lines.length)} lines; {bytes(shown.begin)} before them
            {wanted && ' are not searched'}.
          </span>
          <Button small kind="quiet" onClick={() => store.earlier()}>
            Load earlier
          </Button>
          <Button small kind="quiet" onClick={() => store.earlier(true)}>
            Load all
          </Button>
        </div>
      )}
      <LogLines
        ref={lines}
        label={label}
        lines={shown.lines}
        earlier={shown.earlier}
        only={onlyHits && wanted ? hits : null}
        text={wanted}
        marked={wanted ? (hits[at] ?? null) : null}
        height={height}
        onTop={shown.begin > 0 ? () => store.earlier() : undefined}
        live={live}
      />
    </section>
  );
}
