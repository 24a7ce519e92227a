import { expect, test } from 'vitest';
import { cellsOf, moved } from './layout';

test('a phone has two columns, a desk more', () => {
  expect(cellsOf(358, 12)).toEqual({ columns: 2, tile: 173 });
  expect(cellsOf(1152, 12).columns).toBe(5);
  expect(cellsOf(0, 12).columns).toBe(1);
});

test('keys move within the grid and not out of it', () => {
  expect(moved('ArrowDown', 2, 5, 9)).toBe(7);
  expect(moved('ArrowDown', 7, 5, 9)).toBe(7);
  expect(moved('PageDown', 7, 5, 9)).toBe(8);
  expect(moved('ArrowLeft', 0, 5, 9)).toBe(0);
  expect(moved('End', 2, 5, 9)).toBe(8);
  expect(moved('Home', 2, 5, 9)).toBe(0);
  expect(moved('q', 2, 5, 9)).toBeNull();
});
