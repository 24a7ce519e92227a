/** Times of a sample, and where they stand on its strip. All pure. */
import type { Schemas } from '@/api/client';

export type Meta = Schemas['Meta'];
export type Frame = Schemas['KeptFrame'];
export type Dropped = Schemas['DroppedFrame'];

function lastBegun(length: number, start: (place: number) => number, at_s: number): number {
  let low = 0;
  let high = length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (start(middle) <= at_s + 1e-6) low = middle + 1;
    else high = middle;
  }
  return low - 1;
}

/** The last one that has begun by then; -1 before the first. Times rise. */
export function indexAt(times: readonly { time: number }[], at_s: number): number {
  return lastBegun(times.length, (place) => times[place]?.time ?? 0, at_s);
}

/** The stretch that lasts at that time; -1 where none does. */
export function spanAt(spans: readonly { start: number; end: number }[], at_s: number): number {
  const index = lastBegun(spans.length, (place) => spans[place]?.start ?? 0, at_s);
  const found = spans[index];
  return found && at_s < found.end ? index : -1;
}

/** Which of some things of a width have room beside each other; the others are only ticks. */
export function roomFor(lefts: readonly number[], wide: number): boolean[] {
  let end = Number.NEGATIVE_INFINITY;
  return lefts.map((left) => {
    if (left < end) return false;
    end = left + wide;
    return true;
  });
}

const STEPS = [0.1, 0.2, 0.5, 1, 2, 5, 10, 15, 30, 60, 120, 300, 600, 1800, 3600];

/** Seconds of the marks of a ruler, at least so many pixels apart. */
export function rulerStep(pxPerS: number, leastPx = 64): number {
  return STEPS.find((step) => step * pxPerS >= leastPx) ?? 7200;
}

/** A stretch of the same caption in following frames. */
export interface Cue {
  start: number;
  end: number;
  text: string;
}

/** Timed captions; where the source had none, those of the frames, each until the next one. */
export function cuesOf(meta: Meta): Cue[] {
  if (meta.cues.length) return meta.cues;
  const found: Cue[] = [];
  meta.frames.forEach((frame, place) => {
    const text = meta.all_captions[place];
    const end = meta.frames[place + 1]?.time ?? meta.duration;
    const last = found.at(-1);
    if (!text) return;
    if (last && last.text === text && last.end === frame.time) last.end = end;
    else found.push({ start: frame.time, end, text });
  });
  return found;
}

export interface Reason {
  kind: 'still' | 'duplicate' | 'duplicate_across' | 'other';
  /** In words. */
  words: string;
  /** Another video that it looks like. */
  like: { entry: string; time: number } | null;
}

function numberOf(value: unknown): number | null {
  return typeof value === 'number' && Number.isFinite(value) ? value : null;
}

/** Why a candidate was not kept. `threshold`: the setting, null where it is not known. */
export function reasonOf(
  dropped: Dropped,
  frames: readonly Frame[],
  threshold: number | null,
): Reason {
  const motion =
    dropped.motion === null || dropped.motion === undefined ? null : dropped.motion.toFixed(3);
  const like = dropped.like ?? {};
  const time = numberOf(like.time);
  const bits = numberOf(like.distance);
  const near = bits === null ? '' : bits === 0 ? ', in all of its hash' : `, ${bits} bits apart`;
  if (dropped.reason === 'still') {
    const moved = motion === null ? '' : `motion ${motion}`;
    const under =
      threshold === null ? '' : `, at or under ${threshold} of this clip's own range of motion`;
    return { kind: 'still', words: `still: ${moved || 'no new motion'}${under}`, like: null };
  }
  if (dropped.reason === 'duplicate') {
    const place = frames.findIndex((frame) => time !== null && Math.abs(frame.time - time) < 1e-6);
    const what = place >= 0 ? `frame ${place + 1}` : 'an earlier frame';
    const when = time === null ? '' : ` at ${time.toFixed(2)} s`;
    return { kind: 'duplicate', words: `duplicate of ${what}${when}${near}`, like: null };
  }
  if (dropped.reason === 'duplicate_across') {
    const when = time === null ? '' : ` at ${time.toFixed(2)} s`;
    return {
      kind: 'duplicate_across',
      words: `duplicate of another video${when}${near}`,
      like: typeof like.id === 'string' ? { entry: like.id, time: time ?? 0 } : null,
    };
  }
  return { kind: 'other', words: dropped.reason.replaceAll('_', ' '), like: null };
}

/** Whether two texts are the same but for spaces. */
export function saysTheSame(one: string, other: string): boolean {
  const plain = (text: string) => text.replace(/\s+/g, ' ').trim();
  return plain(one) === plain(other);
}
