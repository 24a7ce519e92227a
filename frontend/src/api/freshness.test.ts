import { QueryClient, QueryObserver } from '@tanstack/react-query';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { keepFresh, takeAnswer } from './freshness';

/** A query that is shown, and whose answers come when the test says so. */
function shown(client: QueryClient, key: string) {
  const waiting: ((answer: string) => void)[] = [];
  const observer = new QueryObserver(client, {
    queryKey: [key],
    queryFn: () => new Promise<string>((done) => waiting.push(done)),
  });
  observer.subscribe(() => undefined);
  return {
    asked: () => waiting.length,
    data: () => client.getQueryData([key]),
    async answer(text: string) {
      waiting.at(-1)?.(text);
      await vi.advanceTimersByTimeAsync(0);
    },
  };
}

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

describe('what is shown, when something happens', () => {
  it('is asked for anew', async () => {
    const client = new QueryClient();
    const fresh = keepFresh(client);
    const [jobs, runs] = [shown(client, 'jobs'), shown(client, 'runs')];
    await jobs.answer('queued');
    await runs.answer('none');
    fresh.lookAgain(['jobs']);
    expect([jobs.asked(), runs.asked()]).toEqual([2, 1]);
    await jobs.answer('running');
    expect([jobs.data(), jobs.asked()]).toEqual(['running', 2]);
  });

  it('is asked for once more where its first answer was under way: that may be of before', async () => {
    const client = new QueryClient();
    const fresh = keepFresh(client);
    const jobs = shown(client, 'jobs');
    fresh.lookAgain(['jobs']);
    await jobs.answer('queued');
    expect([jobs.data(), jobs.asked()]).toEqual(['queued', 2]);
    await jobs.answer('running');
    expect([jobs.data(), jobs.asked()]).toEqual(['running', 2]);
  });

  it('comes also where more happens than the line can carry answers', async () => {
    const client = new QueryClient();
    const fresh = keepFresh(client);
    const jobs = shown(client, 'jobs');
    await jobs.answer('0 %');
    for (let turn = 1; turn < 4; turn += 1) {
      for (let event = 0; event < 5; event += 1) fresh.lookAgain(['jobs']);
      expect(jobs.asked()).toBe(turn + 1);
      await jobs.answer(`${turn} %`);
      expect(jobs.data()).toBe(`${turn} %`);
    }
  });

  it('is asked for at once when the line is back: what was under way may never come', async () => {
    const client = new QueryClient();
    const fresh = keepFresh(client);
    const [jobs, runs] = [shown(client, 'jobs'), shown(client, 'runs')];
    await jobs.answer('queued');
    client.refetchQueries({ queryKey: ['jobs'] });
    fresh.beginAnew();
    expect([jobs.asked(), runs.asked()]).toEqual([3, 1]);
    await jobs.answer('running');
    await runs.answer('none');
    expect([jobs.data(), jobs.asked(), runs.asked()]).toEqual(['running', 3, 2]);
  });

  it('is what a change was answered with, and not what was asked for before that', async () => {
    const client = new QueryClient();
    const runs = shown(client, 'runs');
    await runs.answer('old');
    client.refetchQueries();
    takeAnswer(client, ['runs'], 'new');
    await runs.answer('old');
    expect(runs.data()).toBe('new');
  });

  it('is left alone once nobody follows', async () => {
    const client = new QueryClient();
    const fresh = keepFresh(client);
    const jobs = shown(client, 'jobs');
    fresh.lookAgain(['jobs']);
    fresh.stop();
    await jobs.answer('queued');
    expect(jobs.asked()).toBe(1);
  });
});
