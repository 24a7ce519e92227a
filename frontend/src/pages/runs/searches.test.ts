import { expect, it } from 'vitest';
import { compareSearch, runListSearch, runSearch } from './searches';

it('takes what it knows, and nothing else', () => {
  expect(runSearch({ tab: 'log', smooth: 0.5, log: true, first: 3, last: 9, x: 1 })).toEqual({
    tab: 'log',
    smooth: 0.5,
    log: true,
    first: 3,
    last: 9,
  });
  expect(runSearch({ tab: 'nope', smooth: 7, first: 9, last: 3 })).toEqual({
    tab: undefined,
    smooth: undefined,
    log: undefined,
  });
});

it('takes one state or several', () => {
  expect(runListSearch({ state: 'running' }).state).toEqual(['running']);
  expect(runListSearch({ state: ['failed', 'failed', 'running'] }).state).toEqual([
    'failed',
    'running',
  ]);
});

it('compares runs by their ids, twenty at most', () => {
  const ids = Array.from({ length: 30 }, (_, n) => n.toString(16).padStart(16, '0'));
  expect(compareSearch({ run: [...ids, 'evil'] }).run).toEqual(ids.slice(0, 20));
});
