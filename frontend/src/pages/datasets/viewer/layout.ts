/** Where tiles stand. */

const LEAST_PX = 208;

/** As many columns as fit, two on a phone. */
export function cellsOf(width: number, gap: number): { columns: number; tile: number } {
  const least = width < 500 ? 150 : LEAST_PX;
  const columns = Math.max(1, Math.floor((width + gap) / (least + gap)));
  return { columns, tile: (width - gap * (columns - 1)) / columns };
}

/** Where a key leads to in a grid; null: it is no key that moves. */
export function moved(key: string, from: number, columns: number, total: number): number | null {
  const steps: Record<string, number> = {
    ArrowRight: 1,
    ArrowLeft: -1,
    ArrowDown: columns,
    ArrowUp: -columns,
    PageDown: columns * 3,
    PageUp: -columns * 3,
    Home: -from,
    End: total - 1 - from,
  };
  const step = steps[key];
  if (step === undefined) return null;
  const to = from + step;
  if (to >= 0 && to < total) return to;
  return key.startsWith('Page') ? Math.min(total - 1, Math.max(0, to)) : from;
}
