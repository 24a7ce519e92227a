import { describe, expect, it } from 'vitest';
import { columns, envelope, type Point, smoothed } from './curves';

const spiky: Point[] = Array.from({ length: 100_000 }, (_, x) => {
  const value = x === 77_777 ? 1000 : Math.sin(x / 500);
  return [x, value, value];
});

describe('columns', () => {
  it('puts curves of different steps on one x, with holes', () => {
    const [xs, ...rest] = columns([
      {
        label: 'a',
        points: [
          [1, 1, 2],
          [3, 5, 6],
        ],
      },
      {
        label: 'b',
        points: [
          [2, 7, 7],
          [3, 8, 9],
        ],
      },
    ]);
    expect([...xs]).toEqual([1, 2, 3]);
    expect(rest).toEqual([
      [1, null, 5],
      [2, null, 6],
      [null, 7, 8],
      [null, 7, 9],
    ]);
  });

  it('sorts steps as numbers', () => {
    const [xs] = columns([
      {
        label: 'a',
        points: [
          [9, 0, 0],
          [10, 0, 0],
        ],
      },
      { label: 'b', points: [[100, 0, 0]] },
    ]);
    expect([...xs]).toEqual([9, 10, 100]);
  });
});

describe('envelope', () => {
  it('never loses a spike', () => {
    const few = envelope(spiky, 800);
    expect(few).toHaveLength(800);
    expect(Math.max(...few.map((point) => point[2]))).toBe(1000);
    expect(Math.min(...few.map((point) => point[1]))).toBeCloseTo(-1, 4);
  });

  it('leaves what is short enough as it is', () => {
    expect(envelope([[1, 2, 3]], 5)).toEqual([[1, 2, 3]]);
  });
});

describe('smoothed', () => {
  it('keeps a constant, from its first point on', () => {
    const flat: Point[] = [
      [0, 4, 4],
      [1, 4, 4],
      [2, 4, 4],
    ];
    for (const [, low] of smoothed(flat, 0.9)) expect(low).toBeCloseTo(4);
  });
});
