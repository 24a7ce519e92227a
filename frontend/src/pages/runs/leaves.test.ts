import { expect, it } from 'vitest';
import { branches, leafCount, matchingBranches } from './leaves';

const config = {
  seed: 0,
  template: { data: { fps: 4 }, stages: [{ name: 'a' }], tags: ['x', 'y'] },
};

it('keeps lists of plain values in one line', () => {
  const tree = branches(config);
  expect(leafCount(tree)).toBe(4);
  expect(tree[1]?.inner?.map((one) => one.path)).toEqual([
    'template.data',
    'template.stages',
    'template.tags',
  ]);
});

it('finds by path and by value, with what is above', () => {
  const found = matchingBranches(branches(config), 'FPS');
  expect(leafCount(found)).toBe(1);
  expect(found[0]?.path).toBe('template');
  expect(leafCount(matchingBranches(branches(config), '4'))).toBe(1);
  expect(matchingBranches(branches(config), 'nope')).toEqual([]);
});
