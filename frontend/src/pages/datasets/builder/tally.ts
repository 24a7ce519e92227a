/** What the events of a build add up to. The terminal's bars are drawn from the same ones. */

export interface Reading {
  /** What people call the file. */
  name: string;
  seconds: number;
  of: number;
}
export interface Failed {
  path: string;
  /** What people call the file. */
  name: string;
  step: string;
  code: string;
  reason: string;
}
export interface Lane {
  backend: string;
  batch: number;
}

export interface Tally {
  /** Number of the last event. */
  seq: number;
  total: number;
  workers: number;
  steps: readonly string[];
  done: Record<string, number>;
  /** Seconds since the start at which a step had its last video. */
  after: Record<string, number>;
  failed: number;
  failures: Failed[];
  /** Seconds of video that are read. */
  read: number;
  reading: Map<number, Reading>;
  /** Videos that wait for the labels named. */
  labelling: Map<number, { name: string; left: Set<string> }>;
  lanes: Record<string, Lane>;
  /** Seconds since 1970; of the first and the last event of this try. */
  began: number | null;
  last: number | null;
  finished: boolean;
}

export type BuildEvent = Record<string, unknown>;
const MOST_FAILURES = 200;
const MEDIA = ['ingest', 'frames', 'audio', 'scenes'];
const LABELS = ['captions', 'transcript'];

export function emptyTally(): Tally {
  return {
    seq: 0,
    total: 0,
    workers: 0,
    steps: [],
    done: {},
    after: {},
    failed: 0,
    failures: [],
    read: 0,
    reading: new Map(),
    labelling: new Map(),
    lanes: {},
    began: null,
    last: null,
    finished: false,
  };
}

const number = (value: unknown): number => (typeof value === 'number' ? value : 0);
const text = (value: unknown): string => (typeof value === 'string' ? value : '');
const texts = (value: unknown): string[] =>
  Array.isArray(value) ? value.filter((one) => typeof one === 'string') : [];

/** What people call the file of an event; its path, unless that is a hash. */
const nameOf = (event: BuildEvent): string => text(event.name) || text(event.path);

/** Count one event, in place. One that was counted before, or is older, changes nothing. */
export function take(tally: Tally, event: BuildEvent): void {
  const seq = number(event.seq);
  if (seq <= tally.seq) return;
  tally.seq = seq;
  tally.last = number(event.time) || tally.last;
  HANDLERS.get(text(event.event))?.(tally, event);
}

const BY_KIND: Record<string, (tally: Tally, event: BuildEvent) => void> = {
  build_started(tally, event) {
    Object.assign(tally, emptyTally(), { seq: tally.seq, last: tally.last, began: tally.last });
    tally.total = number(event.videos);
    tally.workers = number(event.workers);
    tally.steps = texts(event.steps);
    tally.done = Object.fromEntries(tally.steps.map((step) => [step, 0]));
  },
  progress(tally, event) {
    const name = nameOf(event) || `video ${number(event.video) + 1}`;
    tally.reading.set(number(event.video), {
      name,
      seconds: number(event.seconds),
      of: number(event.of_s),
    });
  },
  video_read(tally, event) {
    const video = number(event.number);
    tally.reading.delete(video);
    tally.labelling.set(video, { name: nameOf(event), left: new Set() });
    tally.read += number(event.duration_s);
  },
  video_committed(tally, event) {
    const wanted = new Set(texts(event.labels));
    const video = number(event.number);
    const waiting = tally.labelling.get(video);
    if (waiting) waiting.left = wanted;
    count(tally, [...MEDIA, ...LABELS.filter((label) => !wanted.has(label))]);
  },
  labelled(tally, event) {
    const step = text(event.step);
    tally.labelling.get(number(event.number))?.left.delete(step);
    count(tally, [step]);
  },
  lane_started(tally, event) {
    tally.lanes[text(event.step)] = {
      backend: text(event.backend),
      batch: number(event.batch_size),
    };
  },
  batch_halved(tally, event) {
    const lane = tally.lanes[text(event.step)];
    if (lane) lane.batch = number(event.batch_size);
  },
  video_done(tally, event) {
    tally.labelling.delete(number(event.number));
    count(tally, ['manifest']);
  },
  video_alias(tally, event) {
    tally.labelling.delete(number(event.number));
    count(tally, tally.steps);
  },
  video_failed(tally, event) {
    tally.reading.delete(number(event.number));
    tally.labelling.delete(number(event.number));
    tally.failed += 1;
    const step = text(event.step);
    if (tally.failures.length < MOST_FAILURES) {
      const { path, code, reason } = event;
      const name = nameOf(event);
      tally.failures.push({ path: text(path), name, step, code: text(code), reason: text(reason) });
    }
    count(tally, step === 'ingest' ? tally.steps : ['manifest']);
  },
  build_finished(tally) {
    tally.finished = true;
    tally.reading.clear();
    tally.labelling.clear();
  },
};

const HANDLERS = new Map(Object.entries(BY_KIND));

function count(tally: Tally, steps: readonly string[]): void {
  for (const step of steps) {
    const before = tally.done[step];
    if (before === undefined) continue;
    tally.done[step] = Math.min(tally.total, before + 1);
    tally.after[step] = (tally.last ?? 0) - (tally.began ?? 0);
  }
}

/** Videos that are through, well or not. */
export function through(tally: Tally): number {
  return tally.done.manifest ?? 0;
}

/** Seconds of video that are decoded, those under way with what they have. */
export function decoded(tally: Tally): number {
  let seconds = tally.read;
  for (const one of tally.reading.values()) seconds += one.seconds;
  return seconds;
}

/** Seconds that are left, from what is through; null while that is nothing. */
export function left(tally: Tally, now: number): number | null {
  let part = through(tally);
  for (const one of tally.reading.values())
    if (one.of > 0) part += Math.min(1, one.seconds / one.of) / 2;
  part += tally.labelling.size / 2;
  const share = Math.min(part, tally.total);
  if (share <= 0 || tally.began === null) return null;
  return ((now - tally.began) / share) * (tally.total - share);
}
