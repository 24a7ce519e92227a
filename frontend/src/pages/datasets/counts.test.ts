import { expect, test } from 'vitest';
import { figuresOf } from './counts';

test('counts are read, and what is no number is nothing', () => {
  const counts = { videos: 8, frames_kept: 58, frames_dropped: { still: 1, x: 'y' }, hours: 0.5 };
  expect(figuresOf(counts)).toMatchObject({ videos: 8, kept: 58, dropped: 1, seconds: 1800 });
  expect(figuresOf({ videos: '<b>', frames_dropped: null }).videos).toBe(0);
});
