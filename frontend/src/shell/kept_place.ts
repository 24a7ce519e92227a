import { useElementScrollRestoration, useRouterState } from '@tanstack/react-router';
import { useEffect } from 'react';

/** Longer than this nobody waits for a list before they scroll it themselves. */
const PATIENCE_MS = 20_000;
const BY_HAND = ['wheel', 'touchmove', 'pointerdown', 'keydown'] as const;
const ofWindow = { getElement: () => window };

/**
 * Where a page was scrolled to when it was left or reloaded. The router scrolls as soon as the page is there; what it shows
 * may come later, and until then the page is too short.
 */
export function useKeptPlace(): void {
  const wanted_px = useElementScrollRestoration(ofWindow)?.scrollY ?? 0;
  const entry = useRouterState({ select: (state) => state.resolvedLocation?.state.__TSR_key });
  // biome-ignore lint/correctness/useExhaustiveDependencies: the place of an entry of the history is taken once, when it is opened.
  useEffect(() => {
    if (entry === undefined || wanted_px === 0) return;
    const page = document.documentElement;
    const waiting = new AbortController();
    const go = () => {
      if (page.scrollHeight - window.innerHeight < wanted_px - 1) return;
      waiting.abort();
      window.scrollTo({ top: wanted_px, behavior: 'instant' });
    };
    const growing = new ResizeObserver(go);
    const timer = setTimeout(() => waiting.abort(), PATIENCE_MS);
    waiting.signal.addEventListener('abort', () => {
      growing.disconnect();
      clearTimeout(timer);
    });
    for (const name of BY_HAND)
      window.addEventListener(name, () => waiting.abort(), {
        passive: true,
        signal: waiting.signal,
      });
    growing.observe(document.body);
    return () => waiting.abort();
  }, [entry]);
}
