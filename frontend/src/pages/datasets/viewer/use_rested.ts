import { useEffect, useState } from 'react';

const REST_MS = 150;

let scrolled_ms = Number.NEGATIVE_INFINITY;
window.addEventListener(
  'scroll',
  () => {
    scrolled_ms = performance.now();
  },
  { passive: true },
);

/**
 * Whether it is worth while to ask for something that is shown only now: at once, but in the middle of scrolling not before
 * it has been there for a moment. What flies by asks for nothing.
 */
export function useRested(): boolean {
  const [rested, setRested] = useState(() => performance.now() - scrolled_ms > REST_MS);
  useEffect(() => {
    if (rested) return;
    const timer = setTimeout(() => setRested(true), REST_MS);
    return () => clearTimeout(timer);
  }, [rested]);
  return rested;
}
