// @vitest-environment jsdom
import { QueryClient, QueryObserver } from '@tanstack/react-query';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { followEvents } from './events';

/** A stream that tells what the test says. */
class Source extends EventTarget {
  static made: Source[] = [];
  readyState = 1;
  onerror: (() => void) | null = null;
  constructor() {
    super();
    Source.made.push(this);
  }
  close() {}
  tell(kind: string, data: unknown) {
    this.dispatchEvent(new MessageEvent(kind, { data: JSON.stringify(data) }));
  }
}

/** How often the jobs were asked for once the page was so old and the stream said this. */
async function asked(age_ms: number, hear: (source: Source) => void): Promise<number> {
  vi.spyOn(performance, 'now').mockReturnValue(age_ms);
  const client = new QueryClient();
  const stop = followEvents(client);
  const ask = vi.fn().mockResolvedValue([]);
  new QueryObserver(client, { queryKey: ['jobs'], queryFn: ask }).subscribe(() => undefined);
  await new Promise((done) => setTimeout(done));
  const [source] = Source.made;
  if (source) hear(source);
  await new Promise((done) => setTimeout(done));
  stop();
  return ask.mock.calls.length;
}

beforeEach(() => {
  Source.made = [];
  vi.stubGlobal('EventSource', Source);
});
afterEach(() => {
  vi.unstubAllGlobals();
  vi.restoreAllMocks();
});

it('a job is asked for again when folders have changed: the one that it made has a page now', async () => {
  const changed = (source: Source) => {
    source.tell('hello', { id: 7, quiet_s: 900 });
    source.tell('folders', { changed: ['a'] });
  };
  expect(await asked(800, changed)).toBe(2);
});

describe('what was asked for before the stream was open', () => {
  it('is true where nothing has changed since the page was opened', async () => {
    expect(await asked(800, (source) => source.tell('hello', { id: 7, quiet_s: 0.9 }))).toBe(1);
  });

  it('is asked for again where something has: nobody told of it', async () => {
    expect(await asked(800, (source) => source.tell('hello', { id: 7, quiet_s: 0.7 }))).toBe(2);
  });

  it('is asked for again when a lost stream is back', async () => {
    const lost = (source: Source) => {
      source.tell('hello', { id: 7, quiet_s: 900 });
      source.onerror?.();
      source.tell('hello', { id: 7, quiet_s: 900 });
    };
    expect(await asked(800, lost)).toBe(2);
  });
});
