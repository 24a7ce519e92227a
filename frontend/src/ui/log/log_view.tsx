import {
  useDeferredValue,
  useEffect,
  useMemo,
  useRef,
  useState,
  useSyncExternalStore,
} from 'react';
import { Failure, Loading } from '../states';
import { HitStore, type Search } from './hit_store';
import { LogHits } from './log_hits';
import { LogLines, type LogLinesHandle } from './log_lines';
import { LogPlace } from './log_place';
import { LogSearch } from './log_search';
import { hitsOf, LogStore, type ReadPart } from './log_store';

/** How a log is asked for. */
export interface LogSource {
  read: ReadPart;
  search: Search;
}

interface Props {
  /** Its name; read aloud. */
  label: string;
  source: LogSource;
  /** Names the log: another one begins anew. */
  id: string;
  /** It is written to now. */
  live: boolean;
  height?: number;
}

const LIVE_MS = 1000;
/** Nobody types for so long: the server may look. */
const TYPED_MS = 250;

/** A log that follows what is written, can be searched, and is read from its end. */
export function LogView({ label, source, id, live, height = 480 }: Props) {
  const asking = useRef(source);
  asking.current = source;
  // biome-ignore lint/correctness/useExhaustiveDependencies: another log has a store of its own
  const store = useMemo(() => new LogStore((place) => asking.current.read(place)), [id]);
  // biome-ignore lint/correctness/useExhaustiveDependencies: and so have its hits
  const whole = useMemo(() => new HitStore((...asked) => asking.current.search(...asked)), [id]);
  const found = useSyncExternalStore(whole.subscribe, () => whole.found);
  const shown = useSyncExternalStore(store.subscribe, () => store.shown);
  const [text, setText] = useState('');
  const [onlyHits, setOnlyHits] = useState(false);
  /** Its row, counted so that lines that come before change nothing. */
  const [mark, setMark] = useState<number | null>(null);
  const lines = useRef<LogLinesHandle>(null);
  const wanted = useDeferredValue(text);
  const hits = useMemo(() => hitsOf(shown.lines, wanted), [shown.lines, wanted]);
  const { earlier, opened, atEnd } = shown;
  const at = Math.max(0, mark === null ? 0 : hits.indexOf(mark + earlier));
  const isPart = shown.known && (shown.begin > 0 || !atEnd);

  useEffect(() => {
    store.update();
    if (!live) return;
    const timer = setInterval(() => store.update(), LIVE_MS);
    return () => {
      clearInterval(timer);
      store.update(); // its last words
    };
  }, [store, live]);

  useEffect(() => () => void whole.look(''), [whole]);
  useEffect(() => {
    if (!isPart || !wanted) {
      whole.look('');
      return;
    }
    const timer = setTimeout(() => whole.look(wanted), TYPED_MS);
    return () => clearTimeout(timer);
  }, [whole, isPart, wanted]);

  useEffect(() => {
    if (!opened) return;
    setMark(opened.row);
    lines.current?.show(opened.row);
  }, [opened]);

  const go = (to: number) => {
    if (!hits.length) return;
    const next = (to + hits.length) % hits.length;
    const row = hits[next] ?? 0;
    setMark(row - earlier);
    lines.current?.show(onlyHits ? next : row);
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
          setMark(null);
        }}
        hits={hits.length}
        at={at}
        isPart={isPart}
        onGo={go}
        onlyHits={onlyHits}
        onOnlyHits={setOnlyHits}
        copied={() => (onlyHits ? hits.map((n) => shown.lines[n]) : shown.lines).join('\n')}
      />
      {isPart && (
        <LogHits
          found={found}
          onFurther={() => whole.further()}
          onOpen={(hit) => {
            setOnlyHits(false);
            store.open(hit.offset);
          }}
        />
      )}
      <LogPlace shown={shown} store={store} />
      {!atEnd && shown.error !== null && <Failure error={shown.error} className="m-2" />}
      <LogLines
        key={opened?.turn ?? 'end'}
        ref={lines}
        label={label}
        lines={shown.lines}
        earlier={shown.earlier}
        only={onlyHits && wanted ? hits : null}
        text={wanted}
        marked={wanted ? (hits[at] ?? null) : null}
        height={height}
        onTop={shown.begin > 0 ? () => store.earlier() : undefined}
        onBottom={atEnd ? undefined : () => store.later()}
        atEnd={atEnd}
        onToEnd={() => store.toEnd()}
        live={live}
      />
    </section>
  );
}
