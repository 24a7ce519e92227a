import { describe, expect, it, test } from 'vitest';
import { END_PX, JUMP_PX, MOST_PX, type Place, scrollSpace } from './scroll_space';

const ROW_PX = 211;
/** A million samples on a phone, two a row. */
const CONTENT_PX = 500_000 * ROW_PX;
const VIEW_PX = 844;
const large = scrollSpace(CONTENT_PX);
const LAST_PX = large.height_px - VIEW_PX;

test('what fits is scrolled as it is', () => {
  const small = scrollSpace(5_000_000);
  expect(small.height_px).toBe(5_000_000);
  for (const at of [-50, 0, 17, 4_999_000]) {
    expect(small.listOf(at)).toBe(at);
    expect(small.pageOf(at)).toBe(at);
    expect(small.moved({ page_px: 3, list_px: 3 }, at)).toEqual({ page_px: at, list_px: at });
  }
});

describe('a list of a million samples', () => {
  it('has a page that a browser can lay out', () => {
    expect(large.height_px).toBe(MOST_PX);
  });

  it.each([0, JUMP_PX, END_PX, END_PX + 1, 1_234_567, MOST_PX / 2, MOST_PX - END_PX, LAST_PX])(
    'the place %i of the page is found again',
    (at) => {
      expect(Math.abs(large.pageOf(large.listOf(at)) - at)).toBeLessThanOrEqual(1);
    },
  );

  it('every row is reached, in order', () => {
    let before = -1;
    for (let row = 0; row < 500_000; row += 997) {
      const page_px = large.pageOf(row * ROW_PX);
      expect(page_px).toBeGreaterThan(before);
      expect(page_px).toBeLessThan(large.height_px);
      before = page_px;
    }
  });

  it('begins with its first row and ends with its last', () => {
    expect(large.listOf(-60)).toBe(-60);
    expect(large.listOf(0)).toBe(0);
    expect(large.moved({ page_px: 0, list_px: 0 }, LAST_PX).list_px).toBe(CONTENT_PX - VIEW_PX);
    expect(large.moved({ page_px: 4e6, list_px: 7e7 }, 0).list_px).toBe(0);
  });

  it('moves a short way by as many pixels as the page', () => {
    let at: Place = { page_px: 3_000_000, list_px: large.listOf(3_000_000) };
    const begin = at;
    for (const way of [1, 400, -400, 37, JUMP_PX, -JUMP_PX]) {
      const next = large.moved(at, at.page_px + way);
      expect(next.list_px - at.list_px).toBe(way);
      at = next;
    }
    expect(at.list_px - begin.list_px).toBe(38);
  });

  it('shows the same when the page settles, and again when one comes back to it', () => {
    const read = large.moved({ page_px: 3e6, list_px: large.listOf(3e6) }, 3e6 + 4000);
    const settled = large.settled(read);
    expect(settled.list_px).toBe(read.list_px);
    const away = (large.listOf(settled.page_px) - settled.list_px) / ROW_PX;
    expect(Math.abs(away)).toBeLessThan(0.1);
  });

  it.each([
    ['up', -400],
    ['down', 400],
  ])('is read to its end without a stop, %s', (_, way) => {
    const near = way < 0 ? 30_000 : large.height_px - 30_000;
    let at: Place = { page_px: near, list_px: large.listOf(near) };
    const isOver = () => (way < 0 ? at.list_px <= 0 : at.list_px >= CONTENT_PX - VIEW_PX);
    let steps = 0;
    for (; !isOver(); steps += 1) {
      const next = large.moved(at, at.page_px + way);
      expect(next.list_px - at.list_px).toBe(way);
      at = next;
    }
    expect(steps).toBeLessThan(1000);
    expect(large.listOf(at.page_px)).toBe(at.list_px);
  });
});
