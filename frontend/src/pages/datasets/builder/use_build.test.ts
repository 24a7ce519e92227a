// @vitest-environment jsdom
import { act, cleanup, renderHook } from '@testing-library/react';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { api } from '@/api/client';
import { stream } from '@/api/events';
import { useBuild } from './use_build';

interface Page {
  events: Record<string, unknown>[];
  next: number;
  more: boolean;
}

/** Answers that are under way. */
let waiting: ((page: Page) => void)[] = [];
const STARTED = { seq: 1, event: 'build_started', videos: 1, workers: 1, steps: ['manifest'] };
const DONE = { seq: 2, event: 'video_done', number: 0 };
const FINISHED = { seq: 3, event: 'build_finished' };

async function answer(events: Page['events']) {
  await act(async () => waiting.shift()?.({ events, next: events.length, more: false }));
}

function tell(event: Record<string, unknown>) {
  act(() => {
    for (const heard of stream.progress) heard({ job: 'a', event: '', ...event });
  });
}

beforeEach(() => {
  waiting = [];
  vi.spyOn(api, 'GET').mockImplementation((async () => {
    const data = await new Promise<Page>((done) => waiting.push(done));
    return { data, response: new Response() };
  }) as never);
});
afterEach(() => {
  cleanup();
  vi.restoreAllMocks();
});

it('reads once more where its last event came while what it told before was under way', async () => {
  const { result } = renderHook(() => useBuild('a'));
  tell(DONE);
  tell(FINISHED);
  await answer([STARTED]);
  await answer([DONE, FINISHED]);
  expect(result.current.tally).toMatchObject({ seq: 3, total: 1, finished: true });
  expect(waiting).toHaveLength(0);
});
