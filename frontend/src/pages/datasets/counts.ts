/** The counts of a dataset's card, read with care: a card is a file that anybody can write. */

export interface Figures {
  videos: number;
  failed: number;
  filtered: number;
  kept: number;
  dropped: number;
  seconds: number;
}

export function figuresOf(counts: Record<string, unknown>): Figures {
  const number = (value: unknown) =>
    typeof value === 'number' && Number.isFinite(value) ? value : 0;
  const reasons = counts.frames_dropped;
  const dropped =
    typeof reasons === 'object' && reasons !== null
      ? Object.values(reasons).reduce<number>((sum, one) => sum + number(one), 0)
      : 0;
  return {
    videos: number(counts.videos),
    failed: number(counts.failed),
    filtered: number(counts.filtered),
    kept: number(counts.frames_kept),
    dropped,
    seconds: number(counts.hours) * 3600,
  };
}
