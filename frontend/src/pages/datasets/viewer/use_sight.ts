import { type RefObject, useCallback, useLayoutEffect, useMemo, useRef, useState } from 'react';
import { flushSync } from 'react-dom';
import { type Place, type ScrollSpace, scrollSpace } from './scroll_space';
import { usePlace } from './use_width';

/** What covers the window's ends: the bar of filters, on a phone the main menu. */
const COVERED_PX = { above: 72, below: 80 };
const SETTLED_MS = 150;
/** Until the first step of a leap is seen. */
const LEAP_MS = 1000;
const ENDS = new Set(['Home', 'End']);
/** Who scrolls by these goes a way of their own: a leap is over. */
const BY_HAND = ['wheel', 'touchmove', 'pointerdown'] as const;

function isTyping(target: EventTarget | null): boolean {
  return target instanceof Element && target.closest('input, textarea, select') !== null;
}

interface Seen {
  first: number;
  last: number;
  /** Where the list's beginning would stand in the page. */
  shift_px: number;
}

export interface Sight extends Seen {
  height_px: number;
  topOf: (row: number) => number;
  /** Scroll no farther than needed to see a row. */
  show: (row: number) => void;
}

/** The rows of a list, all `step_px` high, that are in the window or soon will be; however long the list is. */
export function useSight(
  list: RefObject<HTMLElement | null>,
  { rows, step_px, spare }: { rows: number; step_px: number; spare: number },
): Sight {
  const { top } = usePlace(list);
  const space = useMemo(() => scrollSpace(rows * step_px), [rows, step_px]);
  const place = useRef<Place>({ page_px: 0, list_px: 0 });
  const [seen, setSeen] = useState<Seen>({ first: 0, last: -1, shift_px: 0 });

  /** The page goes where the place wants it, as exactly as the browser can; the rows follow. */
  const take = useCallback(
    (next: Place, atOnce = false) => {
      const now_px = window.scrollY - top;
      if (Math.abs(next.page_px - now_px) >= 1) {
        window.scrollTo({ top: next.page_px + top, behavior: 'instant' });
        place.current = { page_px: window.scrollY - top, list_px: next.list_px };
      } else place.current = { page_px: now_px, list_px: next.list_px };
      const { page_px, list_px } = place.current;
      // A list that begins below the window has its first rows all the same.
      const from_px = Math.max(0, list_px);
      const first = Math.max(0, Math.floor(from_px / step_px) - spare);
      const last = Math.min(rows - 1, Math.ceil((from_px + window.innerHeight) / step_px) + spare);
      const shift_px = page_px - list_px;
      const see = () =>
        setSeen((old) =>
          old.first === first && old.last === last && old.shift_px === shift_px
            ? old
            : { first, last, shift_px },
        );
      if (atOnce) flushSync(see);
      else see();
    },
    [rows, step_px, spare, top],
  );

  const known = useRef<ScrollSpace>(null);
  useLayoutEffect(() => {
    const page_px = window.scrollY - top;
    // What stands above the list may change its height in the middle of scrolling: the rows stay with it.
    const isSame = known.current === space;
    take(
      isSame ? space.moved(place.current, page_px) : { page_px, list_px: space.listOf(page_px) },
    );
    known.current = space;
  }, [space, top, take]);

  useScrolling(space, top, place, take);

  const show = useCallback(
    (row: number) => {
      const { list_px } = place.current;
      const least_px = (row + 1) * step_px - window.innerHeight + COVERED_PX.below;
      const most_px = row * step_px - COVERED_PX.above;
      const to_px = Math.min(most_px, Math.max(least_px, list_px));
      if (to_px !== list_px) take({ page_px: space.pageOf(to_px), list_px: to_px });
    },
    [space, step_px, take],
  );
  const topOf = (row: number) => row * step_px + seen.shift_px;
  return { ...seen, height_px: space.height_px, topOf, show };
}

/** Whatever scrolls the window is taken, and the page set right when it rests. */
function useScrolling(
  space: ScrollSpace,
  top: number,
  place: RefObject<Place>,
  take: (next: Place, atOnce?: boolean) => void,
): void {
  // Before the rows are seen: the key that begins a leap must not be lost.
  useLayoutEffect(() => {
    let timer = 0;
    let leaping = false;
    const restAfter = (ms: number) => {
      clearTimeout(timer);
      timer = window.setTimeout(() => {
        leaping = false;
        // The page moves under rows that must not: no frame may come between the two.
        take(space.settled(place.current), true);
      }, ms);
    };
    const look = () => {
      const page_px = window.scrollY - top;
      take(
        leaping ? { page_px, list_px: space.listOf(page_px) } : space.moved(place.current, page_px),
      );
      restAfter(SETTLED_MS);
    };
    // On its way to an end of the page a browser may slow down: its last, short steps belong to the leap.
    const press = (event: KeyboardEvent) => {
      if (!ENDS.has(event.key) || event.defaultPrevented || isTyping(event.target)) return;
      leaping = true;
      restAfter(LEAP_MS);
    };
    const land = () => {
      leaping = false;
    };
    window.addEventListener('keydown', press);
    for (const name of BY_HAND) window.addEventListener(name, land, { passive: true });
    window.addEventListener('scroll', look, { passive: true });
    window.addEventListener('resize', look);
    return () => {
      clearTimeout(timer);
      window.removeEventListener('keydown', press);
      for (const name of BY_HAND) window.removeEventListener(name, land);
      window.removeEventListener('scroll', look);
      window.removeEventListener('resize', look);
    };
  }, [space, top, place, take]);
}
