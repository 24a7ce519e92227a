import { expect, test } from 'vitest';
import { isStretched, settingRows, settingWords } from './settings';

test('settings are said in words', () => {
  expect(
    settingWords({
      fps: 2,
      resolution: [224, 224],
      smart_sampling: true,
      hashing: false,
      model: null,
    }),
  ).toBe('fps 2 · resolution 224×224 · smart sampling · no hashing');
});

test('odd settings are left out, not shown as objects', () => {
  expect(settingRows({ steps: { audio: {}, frames: { fps: 1 }, x: 3 } })).toEqual([
    { step: 'Frames', words: 'fps 1' },
  ]);
  expect(settingRows({ steps: 'no' })).toEqual([]);
});

test('only frames of a fixed size can be stretched', () => {
  const of = (frames: unknown) => isStretched({ steps: { frames } });
  expect(of({ fit: 'stretch', resolution: [224, 224] })).toBe(true);
  expect(of({ fit: 'stretch', resolution: null })).toBe(false);
  expect(of({ fit: 'pad', resolution: [224, 224] })).toBe(false);
});
