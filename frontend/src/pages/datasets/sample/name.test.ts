import { expect, test } from 'vitest';
import { nameOf } from './name';

test('a sample is called as it was uploaded, else by its file', () => {
  const path = { source_path: '../uploads/mine/0a1b.mp4' };
  expect(nameOf({ ...path, source_name: 'sea.mp4' })).toBe('sea.mp4');
  expect(nameOf(path)).toBe('0a1b.mp4');
  expect(nameOf({ ...path, source_name: null })).toBe('0a1b.mp4');
});
