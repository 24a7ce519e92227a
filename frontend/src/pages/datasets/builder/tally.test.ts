import { expect, test } from 'vitest';
import { type BuildEvent, decoded, emptyTally, left, type Tally, take, through } from './tally';

const STEPS = ['ingest', 'frames', 'audio', 'captions', 'transcript', 'scenes', 'manifest'];

function tallyOf(...events: BuildEvent[]): Tally {
  const tally = emptyTally();
  events.forEach((event, n) => {
    take(tally, { seq: n + 1, time: 1000 + n, ...event });
  });
  return tally;
}

const started = { event: 'build_started', videos: 4, steps: STEPS, workers: 2 };

test('each step is counted as its events come', () => {
  const tally = tallyOf(
    started,
    { event: 'progress', video: 0, path: 'a.mp4', seconds: 2, of_s: 4 },
    { event: 'video_read', number: 1, path: 'b.mp4', duration_s: 10 },
    { event: 'video_committed', number: 1, labels: ['transcript'] },
  );
  expect(tally.done).toMatchObject({ ingest: 1, scenes: 1, captions: 1, transcript: 0 });
  expect(decoded(tally)).toBe(12);
  expect([...(tally.labelling.get(1)?.left ?? [])]).toEqual(['transcript']);
  expect(tally.reading.get(0)?.name).toBe('a.mp4');
  take(tally, { seq: 5, time: 1010, event: 'labelled', number: 1, step: 'transcript' });
  take(tally, { seq: 6, time: 1010, event: 'video_done', number: 1 });
  expect(through(tally)).toBe(1);
  expect(tally.after.transcript).toBe(10);
  expect(left(tally, 1010)).toBeCloseTo((10 / 1.25) * 2.75);
});

test('a file that people call otherwise has their name', () => {
  const named = { path: '0a.mp4', name: 'sea.mp4' };
  const tally = tallyOf(
    started,
    { event: 'progress', video: 0, ...named, seconds: 2, of_s: 4 },
    { event: 'video_read', number: 1, ...named, duration_s: 10 },
    { event: 'video_failed', number: 2, ...named, step: 'ingest', code: 'io', reason: 'gone' },
  );
  expect(tally.reading.get(0)?.name).toBe('sea.mp4');
  expect(tally.labelling.get(1)?.name).toBe('sea.mp4');
  expect(tally.failures[0]).toMatchObject(named);
});

test('an event that comes twice counts once', () => {
  const tally = tallyOf(started, { event: 'video_failed', number: 0, step: 'frames', path: 'x' });
  take(tally, { seq: 2, event: 'video_failed', number: 0, step: 'frames', path: 'x' });
  expect(tally.failed).toBe(1);
  expect(through(tally)).toBe(1);
  expect(tally.done.ingest).toBe(0);
});

test('a copy and a file that is no video are through every step', () => {
  const tally = tallyOf(
    started,
    { event: 'video_alias', number: 2 },
    { event: 'video_failed', number: 3, step: 'ingest', path: 'y', code: 'io', reason: 'gone' },
  );
  expect(Object.values(tally.done)).toEqual(STEPS.map(() => 2));
  expect(tally.failures[0]?.reason).toBe('gone');
});

test('a second try begins anew, and hostile values are counted as nothing', () => {
  const tally = tallyOf(started, { event: 'video_done', number: 0 }, { ...started, videos: 9 });
  expect(through(tally)).toBe(0);
  expect(tally.total).toBe(9);
  take(tally, { seq: 4, event: 'video_read', number: '<b>', duration_s: 'x', path: 7 });
  take(tally, { seq: 5, event: 'constructor' });
  expect(decoded(tally)).toBe(0);
  expect(left(emptyTally(), 5)).toBeNull();
});
