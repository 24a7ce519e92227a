import { describe, expect, it } from 'vitest';
import { bytes, figure, percent } from '@/lib/format';
import { BINARY, evenDecimals, rangeOfX, WHOLE } from './axes';

describe('ticks', () => {
  it('of steps are whole', () => {
    expect(WHOLE.slice(0, 6)).toEqual([1, 2, 5, 10, 20, 50]);
    expect(WHOLE.every(Number.isInteger)).toBe(true);
  });

  it('of sizes are powers of two', () => {
    expect(BINARY.at(30)).toBe(2 ** 30);
  });
});

describe('the range of x', () => {
  it.each([
    [null, null, [0, 1]],
    [3, 9, [3, 9]],
    [5, 5, [4, 6]],
    [0, 0, [0, 2]],
    [1, 1, [0, 2]],
  ] as const)('of %s to %s is %s', (low, high, range) => {
    expect(rangeOfX(low, high)).toEqual(range);
  });
});

describe('labels of an axis', () => {
  it.each([
    ['shares', [0, 0.5, 1].map((y) => percent(y, 1)), ['0 %', '50 %', '100 %']],
    ['parts of a hundredth', [0, 0.005].map((y) => percent(y, 1)), ['0.0 %', '0.5 %']],
    ['sizes', [2 ** 30, 1.5 * 2 ** 30].map(bytes), ['1.0 GiB', '1.5 GiB']],
    ['sizes of two units', [2 ** 29, 2 ** 30].map(bytes), ['512 MiB', '1 GiB']],
    ['figures', [0, 0.5, 1, 1.5].map(figure), ['0.0', '0.5', '1.0', '1.5']],
    ['whole figures', [-1, 0, 1].map(figure), ['-1', '0', '1']],
    ['small figures', [1e-4, 5e-5].map(figure), ['1e-4', '5e-5']],
    ['figures on both sides of 0.001', [0, 5e-4, 1e-3].map(figure), ['0', '5e-4', '1e-3']],
    ['counts with commas', ['1,000', '2,500'], ['1,000', '2,500']],
    ['words, and what is not shown', ['', 'now'], ['', 'now']],
  ])('of %s', (_, given, shown) => {
    expect(evenDecimals(given)).toEqual(shown);
  });
});
