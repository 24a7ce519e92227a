/**
 * Lists that are longer than a browser can lay out. The page is as long as `height_px` says, and no longer; a place in it
 * (`page_px`) stands for a place in the list (`list_px`). Pure: no page.
 */

/**
 * As long as a page may be. Browsers count in 1/64 px of the screen (Chromium, to 33,554,432 px: 8 million on a screen of four
 * pixels a px) or in 1/60 (Firefox, to 17,895,697), and draw what is moved with 24 bits.
 */
export const MOST_PX = 6_000_000;
/** Both ends of the list are as they are, for some screens: there one reads to the last line. */
export const END_PX = 20_000;
/** Farther than a wheel, a key or a finger moves the page within a frame: the bar was dragged, or Home or End pressed. */
export const JUMP_PX = 5000;

/** A place in the page, and what of the list is shown there. */
export interface Place {
  page_px: number;
  list_px: number;
}

export interface ScrollSpace {
  /** How long the page's list is. */
  height_px: number;
  listOf: (page_px: number) => number;
  pageOf: (list_px: number) => number;
  /** Where the page has been scrolled to. A short way is the same way in the list; `page_px` may have to be set anew. */
  moved: (from: Place, page_px: number) => Place;
  /** After it has come to rest: the place of the page that stands for what is shown. */
  settled: (at: Place) => Place;
}

export function scrollSpace(content_px: number, most_px: number = MOST_PX): ScrollSpace {
  const height_px = Math.min(content_px, most_px);
  const more_px = content_px - height_px;
  const stretch = more_px > 0 ? (content_px - 2 * END_PX) / (height_px - 2 * END_PX) : 1;

  const listOf = (page_px: number) => {
    if (page_px <= END_PX) return page_px;
    if (page_px >= height_px - END_PX) return page_px + more_px;
    return Math.round(END_PX + (page_px - END_PX) * stretch);
  };
  const pageOf = (list_px: number) => {
    if (list_px <= END_PX) return list_px;
    if (list_px >= content_px - END_PX) return list_px - more_px;
    return Math.round(END_PX + (list_px - END_PX) / stretch);
  };
  const settled = ({ list_px }: Place) => ({ page_px: pageOf(list_px), list_px });
  const isNearEnd = (at_px: number, length_px: number) =>
    at_px < END_PX || at_px > length_px - END_PX;
  const moved = (from: Place, page_px: number): Place => {
    if (more_px <= 0) return { page_px, list_px: page_px };
    const way_px = page_px - from.page_px;
    if (Math.abs(way_px) > JUMP_PX) return { page_px, list_px: listOf(page_px) };
    const at = { page_px, list_px: from.list_px + way_px };
    return isNearEnd(page_px, height_px) || isNearEnd(at.list_px, content_px) ? settled(at) : at;
  };
  return { height_px, listOf, pageOf, moved, settled };
}
