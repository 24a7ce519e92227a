import { expect, it } from 'vitest';
import { comparedRows, difference } from './compare_rows';

it('marks the best by what is better', () => {
  const rows = comparedRows({
    steps: [5, 9],
    'last loss': [2, 1],
    'captions, exact_match': [0.2, 0.1],
    'best val loss': [1, 1],
    wer: [null, 0.3],
  });
  expect(rows.map((row) => row.best)).toEqual([null, 1, 0, null, null]);
});

it('writes differences as shares of the first', () => {
  expect(difference(1.5, 1)).toBe('+50 %');
  expect(difference(0.95, 1)).toBe('−5.0 %');
  expect(difference(57, 1)).toBe('×57');
  expect(difference(0.25, 0)).toBe('+0.25');
  expect(difference(1, 1)).toBeNull();
  expect(difference(1, null)).toBeNull();
});
