import { describe, expect, it } from 'vitest';
import { datasetsLine, runsLine } from './lines';
import { before, curveOf, joined, KEPT_S, type Sample, withSample } from './samples';

function sample(at: number, cpu = 0.5): Sample {
  return {
    at,
    cpu,
    load: [0, 0, 0],
    memory_used_bytes: 1,
    memory_total_bytes: 2,
    disk_used_bytes: 1,
    disk_total_bytes: 2,
    gpus: [],
  };
}

describe('samples', () => {
  it('takes each once, and forgets what is too old', () => {
    const two = withSample([sample(10)], sample(12));
    expect(two.map((one) => one.at)).toEqual([10, 12]);
    expect(withSample(two, sample(12))).toHaveLength(2);
    expect(withSample(two, sample(11 + KEPT_S)).map((one) => one.at)).toEqual([12, 11 + KEPT_S]);
  });

  it('joins what was read with what was heard since', () => {
    const all = joined([sample(1), sample(3)], [sample(3), sample(5)]);
    expect(all.map((one) => one.at)).toEqual([1, 3, 5]);
    expect(joined([], [sample(3)])).toHaveLength(1);
  });

  it('draws minutes before now, without holes of unknown figures', () => {
    const curve = curveOf(
      [sample(0, 0.1), sample(60, 0.2), sample(120, 0.3)],
      'CPU',
      (one) => (one.cpu === 0.2 ? null : one.cpu),
      1,
    );
    expect(curve.points).toEqual([
      [-2, 0.1, 0.1],
      [0, 0.3, 0.3],
    ]);
  });

  it('says how long ago', () => {
    expect([-2, -0.5, -2.5, 0].map(before)).toEqual(['2 min', '30 s', '2 min 30 s', 'now']);
  });
});

describe('lines under the counts', () => {
  it('sums videos and frames', () => {
    const one = { videos: 1, frames_kept: 40, filtered: 0, failed: 0, aliases: 0, hours: 1 };
    const counts = [{ counts: { ...one, frames_dropped: {} } }, { counts: null }];
    expect(datasetsLine(counts as Parameters<typeof datasetsLine>[0])).toBe('1 video, 40 frames');
  });

  it('tells of running ones first, else of the last', () => {
    const old = { name: 'a', state: 'failed' as const, created: '2026-01-01T00:00:00Z' };
    const last = { name: 'b', state: 'completed' as const, created: '2026-02-01T00:00:00Z' };
    expect(runsLine([last, old])).toBe('last one completed');
    expect(runsLine([old, { ...last, state: 'running' }])).toBe('1 running now');
    expect(runsLine([])).toBe('none yet');
  });
});
