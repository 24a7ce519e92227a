import { expect, test } from 'vitest';
import { filterCount, queryOf, rangeOf, rangeText, sampleSearch, viewerSearch } from './search';

test('an address is read with care, and nothing odd goes to the server', () => {
  expect(
    viewerSearch({
      q: 7,
      sort: 'size',
      order: 'up',
      duration: '2..x',
      fps: '..-1',
      audio: 'maybe',
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
    edited: 'no',
  });
  expect(queryOf(search)).toEqual({
    text: 'red',
    sort: 'duration_s',
    order: 'desc',
    min_duration_s: 1,
    max_duration_s: 9.5,
    min_width: 640,
    edited: false,
  });
  expect(filterCount(search)).toBe(3);
});

test('a range is the same after it was written', () => {
  for (const text of ['1..2', '..2', '1..']) expect(rangeText(rangeOf(text))).toBe(text);
  expect(rangeText(rangeOf('..'))).toBeUndefined();
});
