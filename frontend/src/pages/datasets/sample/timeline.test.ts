import { expect, test } from 'vitest';
import {
  cuesOf,
  type Frame,
  indexAt,
  type Meta,
  reasonOf,
  roomFor,
  rulerStep,
  spanAt,
} from './timeline';

const frame = (time: number): Frame => ({
  file: 'f.jpg',
  time,
  hash: null,
  motion: null,
  sha256: '',
});
const frames = [frame(0), frame(1.5), frame(4)];

test('the frame of a time is the last one that has begun', () => {
  expect([-1, 0, 1.49, 1.5, 9].map((at) => indexAt(frames, at))).toEqual([-1, 0, 0, 1, 2]);
  expect(indexAt([], 1)).toBe(-1);
});

test('between two stretches there is none', () => {
  const words = [
    { start: 0, end: 1 },
    { start: 2, end: 3 },
  ];
  expect([0.5, 1.5, 2, 3].map((at) => spanAt(words, at))).toEqual([0, -1, 1, -1]);
});

test('pictures that would lie over each other are left out', () => {
  expect(roomFor([0, 10, 50, 60, 120], 50)).toEqual([true, false, true, false, true]);
});

test('a ruler has marks that can be read', () => {
  expect(rulerStep(100)).toBe(1);
  expect(rulerStep(0.25)).toBe(300);
});

test('reasons are said in words, with what they are like', () => {
  const say = (given: object) => reasonOf({ time: 1, reason: 'still', ...given }, frames, 0.3);
  expect(say({ motion: 0.034 }).words).toBe(
    "still: motion 0.034, at or under 0.3 of this clip's own range of motion",
  );
  expect(say({ reason: 'duplicate', like: { time: 1.5, distance: 2 } }).words).toBe(
    'duplicate of frame 2 at 1.50 s, 2 bits apart',
  );
  expect(say({ reason: 'duplicate_across', like: { id: 'ab', time: 3, distance: 0 } })).toEqual({
    kind: 'duplicate_across',
    words: 'duplicate of another video at 3.00 s, in all of its hash',
    like: { entry: 'ab', time: 3 },
  });
  expect(say({ reason: 'too_dark' }).words).toBe('too dark');
});

test('captions of frames last until the next other one', () => {
  const meta = { cues: [], frames, duration: 6, all_captions: ['a', 'a', 'b'] } as unknown as Meta;
  expect(cuesOf(meta)).toEqual([
    { start: 0, end: 4, text: 'a' },
    { start: 4, end: 6, text: 'b' },
  ]);
});
