import { expect, test } from 'vitest';
import {
  filterCount,
  nextOrder,
  queryOf,
  rangeOf,
  rangeText,
  sampleSearch,
  viewerSearch,
} from './search';

test('an address is read with care, and nothing odd goes to the server', () => {
  expect(
    viewerSearch({
      q: 7,
      sort: 'size',
      order: 'up',
      duration: '2..x',
      fps: '..-1',
      audio: 'maybe',
      codec: 7,
      language: 'x'.repeat(41),
      built: '2026-13-45..2026-11-28T00:00',
      view: 'table',
    }),
  ).toEqual({ q: '7', duration: '2..', view: 'table' });
  expect(sampleSearch({ n: '3', q: ' ' })).toEqual({ n: 3 });
  expect(sampleSearch({ n: -1 })).toEqual({});
});

test('filters become what the server knows', () => {
  const search = viewerSearch({
    q: 'red',
    sort: 'duration_s',
    order: 'desc',
    duration: '1..9.5',
    width: '640..',
    transcript_words: '..5',
    edited: 'no',
    language: 'en',
  });
  expect(queryOf(search)).toEqual({
    text: 'red',
    sort: 'duration_s',
    order: 'desc',
    min_duration_s: 1,
    max_duration_s: 9.5,
    min_width: 640,
    max_transcript_words: 5,
    edited: false,
    language: ['en'],
  });
  expect(filterCount(search)).toBe(5);
});

test('a range is the same after it was written', () => {
  for (const text of ['1..2', '..2', '1..']) expect(rangeText(rangeOf(text))).toBe(text);
  expect(rangeText(rangeOf('..'))).toBeUndefined();
});

test('days are whole ones, the last one too, also where the clocks change', () => {
  const search = viewerSearch({ built: '2026-03-28..2026-03-29' });
  const { min_processed: from, max_processed: to } = queryOf(search);
  expect(from).toBe(new Date('2026-03-28T00:00:00').getTime() / 1000);
  expect(to).toBe(new Date('2026-03-30T00:00:00').getTime() / 1000 - 1);
  expect(viewerSearch({ built: '..2026-02-01' })).toEqual({ built: '..2026-02-01' });
  expect(filterCount(search)).toBe(1);
});

test('a click on a head sorts up, then down, then as in the manifest', () => {
  const first = nextOrder({ view: 'table', sort: 'name', order: 'desc' }, 'fps');
  expect(viewerSearch({ ...first })).toEqual({ view: 'table', sort: 'fps' });
  const second = nextOrder(first, 'fps');
  expect(second).toEqual({ view: 'table', sort: 'fps', order: 'desc' });
  expect(viewerSearch({ ...nextOrder(second, 'fps') })).toEqual({ view: 'table' });
});
