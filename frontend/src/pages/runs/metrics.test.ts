import { describe, expect, it } from 'vitest';
import { clipped, evaluationCurves, evaluationsOf, isVoid, joined, type Metrics } from './metrics';

function told(
  points: [number, number, number][],
  last_seq: number,
  more?: Partial<Metrics>,
): Metrics {
  return {
    series: points.length ? { loss: points } : {},
    evaluations: [],
    last_step: points.at(-1)?.[0] ?? null,
    last_seq,
    undone_after: null,
    ...more,
  };
}

/** Numbers that look drawn by chance, the same in every run of the test. */
function drawn(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state * 1664525 + 1013904223) % 2 ** 32;
    return state / 2 ** 32;
  };
}

describe('joined', () => {
  it('loses no spike, however the steps are cut into parts', () => {
    for (let seed = 1; seed <= 100; seed += 1) {
      const next = drawn(seed);
      let metrics = told([], 0);
      const all: number[] = [];
      const bins = 1 + Math.floor(next() * 20);
      while (all.length < 300) {
        const part: [number, number, number][] = [];
        for (let n = Math.floor(next() * 40); n >= 0; n -= 1) {
          all.push(next() < 0.01 ? 1e6 * (next() - 0.5) : next());
          const value = all.at(-1) ?? 0;
          part.push([all.length, value, value]);
        }
        metrics = joined(metrics, told(part, all.length), bins);
      }
      const points = metrics.series.loss ?? [];
      expect(points.length).toBeLessThanOrEqual(2 * bins);
      expect(Math.max(...points.map((p) => p[2]))).toBe(Math.max(...all));
      expect(Math.min(...points.map((p) => p[1]))).toBe(Math.min(...all));
      expect(points.map((p) => p[0])).toEqual(points.map((p) => p[0]).sort((a, b) => a - b));
      expect(metrics.last_step).toBe(all.length);
    }
  });

  it('is the very same where nothing was told, so nothing is drawn anew', () => {
    const known = told([[1, 2, 3]], 7);
    expect(joined(known, told([], 7))).toBe(known);
  });

  it('takes up a curve that is new', () => {
    const both = joined(told([[1, 2, 2]], 1), told([], 2, { series: { grad_norm: [[2, 5, 5]] } }));
    expect(both.series).toEqual({ loss: [[1, 2, 2]], grad_norm: [[2, 5, 5]] });
    expect(both.last_step).toBe(1);
  });
});

describe('isVoid', () => {
  it('is so where a resume went back behind what is shown', () => {
    const known = told([[10, 1, 1]], 11);
    expect(isVoid(known, told([], 12))).toBe(false);
    expect(isVoid(known, told([], 12, { undone_after: 10 }))).toBe(false);
    expect(isVoid(known, told([], 12, { undone_after: 9 }))).toBe(true);
  });
});

describe('clipped', () => {
  it('takes the bin that a stretch begins in', () => {
    const points: [number, number, number][] = [
      [0, 1, 1],
      [10, 2, 9],
      [20, 3, 3],
    ];
    expect(clipped(points, 15, 30).map((p) => p[0])).toEqual([10, 20]);
    expect(clipped(points, 10, 12).map((p) => p[0])).toEqual([10]);
  });
});

describe('evaluations', () => {
  it('pass by what is no number', () => {
    const found = evaluationsOf([
      { step: 5, metrics: { loss: 1.5, wer: null } },
      { step: 'x', metrics: {} },
    ]);
    expect(evaluationCurves(found)).toEqual({ loss: [[5, 1.5, 1.5]] });
  });
});
