import type { QueryClient } from '@tanstack/react-query';
import { useEffect, useRef, useSyncExternalStore } from 'react';
import { at, type Schemas } from './client';
import { keepFresh } from './freshness';

/** `lost`: the browser tries again by itself, and gets what it missed. */
export type Connection = 'connecting' | 'open' | 'lost';

export interface ProgressEvent {
  job: string;
  event: string;
  [fact: string]: unknown;
}
export type JobEvent = Pick<
  Schemas['Job'],
  'id' | 'name' | 'state' | 'command' | 'progress' | 'exit_code' | 'message' | 'slot'
>;

type Handler<T> = (value: T) => void;

/** What the stream says, for whoever in the page wants it. One connection a tab. */
class Stream {
  state: Connection = 'connecting';
  private source: EventSource | null = null;
  private last: number | null = null;
  private retry: ReturnType<typeof setTimeout> | undefined;
  private readonly states = new Set<() => void>();
  readonly progress = new Set<Handler<ProgressEvent>>();
  readonly job = new Set<Handler<JobEvent>>();
  readonly system = new Set<Handler<Schemas['Machine']>>();
  readonly folders = new Set<Handler<void>>();
  /** Events were missed for good, or the server is another: everything is looked at anew. */
  readonly reset = new Set<Handler<void>>();

  open(): void {
    clearTimeout(this.retry);
    this.source?.close();
    const from = this.last === null ? '' : `?after=${this.last}`;
    const source = new EventSource(at(`api/events${from}`), { withCredentials: false });
    this.source = source;
    source.addEventListener('hello', (event) => {
      const hello: { id: number; quiet_s: number } = JSON.parse(event.data);
      this.last ??= hello.id;
      // What was asked for before anybody told of changes: only where there was none, it is true.
      const missed = this.state === 'lost' || hello.quiet_s * 1000 < performance.now();
      this.set('open');
      if (missed) for (const handler of this.reset) handler();
    });
    source.addEventListener('job', (event) => this.tell(this.job, event));
    source.addEventListener('progress', (event) => this.tell(this.progress, event));
    source.addEventListener('system', (event) => {
      const told = JSON.parse(event.data);
      for (const handler of this.system) handler(told);
    });
    source.addEventListener('folders', () => {
      for (const handler of this.folders) handler();
    });
    source.addEventListener('reset', (event) => {
      this.last = JSON.parse(event.data).id;
      for (const handler of this.reset) handler();
    });
    source.onerror = () => {
      this.set('lost');
      if (source.readyState === EventSource.CLOSED) {
        this.retry = setTimeout(() => this.open(), 2000);
      }
    };
  }

  close(): void {
    clearTimeout(this.retry);
    this.source?.close();
    this.source = null;
    this.last = null;
    this.set('connecting');
  }

  subscribe = (listener: () => void): (() => void) => {
    this.states.add(listener);
    return () => this.states.delete(listener);
  };

  private tell<T>(handlers: Set<Handler<T>>, event: MessageEvent<string>): void {
    const told = JSON.parse(event.data);
    this.last = told.id;
    for (const handler of handlers) handler(told.data);
  }

  private set(state: Connection): void {
    if (state === this.state) return;
    this.state = state;
    for (const listener of this.states) listener();
  }
}

export const stream = new Stream();

export function useConnection(): Connection {
  return useSyncExternalStore(stream.subscribe, () => stream.state);
}

/** Keep what was asked for in step with what happens; once, at the root. */
export function followEvents(client: QueryClient): () => void {
  const { lookAgain, beginAnew, stop } = keepFresh(client);
  const jobs = () => {
    for (const key of ['jobs', 'dashboard']) lookAgain([key]);
  };
  const folders = () => {
    // Jobs too: the folder that one of them made has an id, and so a page, once it is found.
    for (const key of ['datasets', 'models', 'runs', 'jobs', 'dashboard']) lookAgain([key]);
  };
  stream.job.add(jobs);
  stream.folders.add(folders);
  stream.reset.add(beginAnew);
  stream.open();
  return () => {
    stream.job.delete(jobs);
    stream.folders.delete(folders);
    stream.reset.delete(beginAnew);
    stream.close();
    stop();
  };
}

/** Be told of the progress of one job, or of all where none is named. */
export function useProgress(job: string | null, heard: Handler<ProgressEvent>): void {
  const latest = useRef(heard);
  latest.current = heard;
  useEffect(() => {
    const handler = (event: ProgressEvent) => {
      if (job === null || event.job === job) latest.current(event);
    };
    stream.progress.add(handler);
    return () => {
      stream.progress.delete(handler);
    };
  }, [job]);
}

/** Be told how the machine is, every two seconds. */
export function useMachine(heard: Handler<Schemas['Machine']>): void {
  const latest = useRef(heard);
  latest.current = heard;
  useEffect(() => {
    const handler = (sample: Schemas['Machine']) => latest.current(sample);
    stream.system.add(handler);
    return () => {
      stream.system.delete(handler);
    };
  }, []);
}
