import {
  type RefObject,
  useCallback,
  useEffect,
  useLayoutEffect,
  useMemo,
  useRef,
  useState,
} from 'react';
import type { View } from './strip_lanes';

const MOST_PX_PER_S = 400;

/** How wide a second is, and which seconds are in sight. */
export function useStripView(
  scroll: RefObject<HTMLDivElement | null>,
  width: number,
  duration: number,
) {
  const [zoom, setZoom] = useState(1);
  const [left, setLeft] = useState(0);
  const wanted = useRef<number | null>(null);
  const seen = Math.max(1, width - 12);
  const length = Math.max(0.05, duration);
  const most = Math.max(1, (MOST_PX_PER_S * length) / seen);
  const pxPerS = (seen / length) * zoom;

  useEffect(() => {
    const area = scroll.current;
    if (!area) return;
    let frame = 0;
    const look = () => {
      cancelAnimationFrame(frame);
      frame = requestAnimationFrame(() => setLeft(area.scrollLeft));
    };
    area.addEventListener('scroll', look, { passive: true });
    return () => {
      cancelAnimationFrame(frame);
      area.removeEventListener('scroll', look);
    };
  }, [scroll]);

  const zoomBy = useCallback(
    (factor: number, at_s: number) => {
      wanted.current = at_s;
      setZoom((old) => Math.min(most, Math.max(1, old * factor)));
    },
    [most],
  );
  useLayoutEffect(() => {
    const area = scroll.current;
    if (!area || wanted.current === null) return;
    area.scrollLeft = wanted.current * pxPerS - area.clientWidth / 2;
    wanted.current = null;
  }, [scroll, pxPerS]);

  // A coarse stretch of what is in sight, so that little scrolling draws nothing anew.
  const page = Math.floor(left / seen);
  const view = useMemo<View>(
    () => ({
      pxPerS,
      wide: Math.ceil(length * pxPerS),
      from: ((page - 1) * seen) / pxPerS,
      to: ((page + 3) * seen) / pxPerS,
      length,
    }),
    [pxPerS, length, page, seen],
  );
  return { view, zoom, zoomBy, most };
}
