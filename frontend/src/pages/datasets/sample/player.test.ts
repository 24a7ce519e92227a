// @vitest-environment jsdom
// @vitest-environment jsdom
import { expect, test, vi } from 'vitest';
import { Player } from './player';

test('frames are stepped by their number, and never out of the video', () => {
  const player = new Player(2);
  player.step(1, 25);
  expect(player.time).toBeCloseTo(0.041);
  player.step(1, 25);
  expect(player.time).toBeCloseTo(0.081);
  player.step(-2, 25);
  expect(player.time).toBeCloseTo(0.001);
  player.step(-5, 25);
  expect(player.time).toBe(0);
  player.seek(9);
  expect(player.time).toBe(2);
});

test('the clock runs without a video, and stops at its end', () => {
  vi.useFakeTimers({ toFake: ['requestAnimationFrame', 'cancelAnimationFrame', 'performance'] });
  const player = new Player(1);
  player.play();
  vi.advanceTimersByTime(500);
  expect(player.time).toBeGreaterThan(0.4);
  player.shuttle(1);
  expect(player.rate).toBe(2);
  vi.advanceTimersByTime(500);
  expect(player.playing).toBe(false);
  expect(player.time).toBe(1);
  player.shuttle(-1);
  vi.advanceTimersByTime(300);
  expect(player.time).toBeLessThan(0.8);
  player.toggle();
  expect([player.playing, player.rate]).toEqual([false, 1]);
  vi.useRealTimers();
});
