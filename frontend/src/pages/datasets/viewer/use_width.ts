import { type RefObject, useLayoutEffect, useState } from 'react';

/** How wide an element is, and where on the page it begins. */
export function usePlace(ref: RefObject<HTMLElement | null>): { width: number; top: number } {
  const [place, setPlace] = useState({ width: 0, top: 0 });
  useLayoutEffect(() => {
    const element = ref.current;
    if (!element) return;
    const look = () => {
      const box = element.getBoundingClientRect();
      const next = { width: Math.floor(box.width), top: Math.round(box.top + window.scrollY) };
      setPlace((old) => (old.width === next.width && old.top === next.top ? old : next));
    };
    look();
    const watch = new ResizeObserver(look);
    watch.observe(element);
    watch.observe(document.body);
    return () => watch.disconnect();
  }, [ref]);
  return place;
}
