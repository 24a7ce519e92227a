// @vitest-environment jsdom
import { act, cleanup, renderHook } from '@testing-library/react';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { useRested } from './use_rested';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => {
  cleanup();
  vi.useRealTimers();
});

it('what comes while nothing moves is asked for at once', () => {
  expect(renderHook(useRested).result.current).toBe(true);
});

it('what comes while the page is scrolled waits until it has been there for a moment', () => {
  window.dispatchEvent(new Event('scroll'));
  const { result } = renderHook(useRested);
  expect(result.current).toBe(false);
  act(() => vi.advanceTimersByTime(100));
  window.dispatchEvent(new Event('scroll')); // slowly on: it is there all the same
  act(() => vi.advanceTimersByTime(60));
  expect(result.current).toBe(true);
  act(() => vi.advanceTimersByTime(200));
  expect(renderHook(useRested).result.current).toBe(true);
});
