/** Lines of a log that may be very long: its end first, then what is added, and earlier parts when
 * they are asked for. No page, no React. */

export interface Part {
  lines: string[];
  begin: number;
  next: number;
  more: boolean;
  bytes: number;
}

export type Place = { tail: true } | { before: number } | { offset: number };
export type ReadPart = (place: Place) => Promise<Part>;

export interface Shown {
  lines: readonly string[];
  /** Lines that were put before the others so far: who scrolls keeps his place by it. */
  earlier: number;
  /** Where the first line begins; 0 = all that is before is here. */
  begin: number;
  /** All that comes after is here too; else it is a part from the middle. */
  atEnd: boolean;
  /** The row that was asked for with `open`, and the how manieth that was. */
  opened: { row: number; turn: number } | null;
  bytes: number;
  /** Something was read. */
  known: boolean;
  error: unknown;
}

const NOTHING: Shown = {
  lines: [],
  earlier: 0,
  begin: 0,
  atEnd: true,
  opened: null,
  bytes: 0,
  known: false,
  error: null,
};
/** Parts that are read before somebody else has a turn. */
const MOST_AT_ONCE = 8;

export class LogStore {
  shown: Shown = NOTHING;
  private next = 0;
  private running: Promise<void> | null = null;
  private moves = 0;
  private readonly listeners = new Set<() => void>();

  constructor(private readonly read: ReadPart) {}

  subscribe = (listener: () => void): (() => void) => {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  };

  /** What was added; at first the end of the log. A part from the middle stays as it is. */
  update(): Promise<void> {
    return this.alone(async () => {
      if (!this.shown.atEnd) return;
      for (let turn = 0; turn < MOST_AT_ONCE; turn += 1) {
        const first = !this.shown.known;
        const part = await this.read(first ? { tail: true } : { offset: this.next });
        if (!first && part.bytes < this.next) {
          this.change(NOTHING); // another file by now, which is shorter
          continue;
        }
        const grown = part.next > this.next || first;
        this.add(part, first ? { ...NOTHING, begin: part.begin } : this.shown, true);
        if (first || !part.more || !grown) return;
      }
    });
  }

  /** A place in the middle, with some lines on both sides, instead of what was shown. */
  open(offset: number): Promise<void> {
    return this.move(async () => {
      const before = offset > 0 ? await this.read({ before: offset }) : null;
      const lines = before?.lines ?? [];
      const part = await this.read({ offset });
      const begin = before?.begin ?? 0;
      const opened = { row: lines.length, turn: this.moves };
      this.add(part, { ...NOTHING, lines, begin, opened }, !part.more);
    });
  }

  /** The part after one from the middle. */
  later(): Promise<void> {
    return this.alone(async () => {
      if (this.shown.atEnd) return;
      const part = await this.read({ offset: this.next });
      this.add(part, this.shown, !part.more || part.next === this.next);
    });
  }

  /** From the middle back to the end. */
  toEnd(): Promise<void> {
    return this.move(async () => {
      const part = await this.read({ tail: true });
      this.add(part, { ...NOTHING, begin: part.begin }, true);
    });
  }

  private add(part: Part, shown: Shown, atEnd: boolean): void {
    this.next = part.next;
    const lines = part.lines.length ? [...shown.lines, ...part.lines] : shown.lines;
    this.change({ ...shown, lines, atEnd, bytes: part.bytes, known: true, error: null });
  }

  /** The part before; `all` goes on to the beginning. */
  earlier(all = false): Promise<void> {
    return this.alone(async () => {
      const parts: string[][] = [];
      let begin = this.shown.begin;
      const { moves } = this;
      const put = () => {
        const before = parts.reverse().flat();
        parts.length = 0;
        const { shown } = this;
        this.change({
          ...shown,
          lines: [...before, ...shown.lines],
          earlier: shown.earlier + before.length,
          begin,
          error: null,
        });
      };
      while (begin > 0) {
        const part = await this.read({ before: begin });
        if (part.begin >= begin) break;
        parts.push(part.lines);
        begin = part.begin;
        if (!all || moves !== this.moves) break;
        if (parts.length === MOST_AT_ONCE) put();
      }
      put();
    });
  }

  /** What is asked for meanwhile is done already, or asked for again soon. */
  private alone(work: () => Promise<void>): Promise<void> {
    this.running ??= work()
      .catch((error: unknown) => this.change({ ...this.shown, error }))
      .finally(() => {
        this.running = null;
      });
    return this.running;
  }

  /** To another place, after what is being read; of several the last. */
  private async move(work: () => Promise<void>): Promise<void> {
    this.moves += 1;
    const { moves } = this;
    while (this.running) await this.running;
    if (moves === this.moves) await this.alone(work);
  }

  private change(shown: Shown): void {
    const { lines, begin, bytes, known, error, atEnd, opened } = this.shown;
    const same =
      atEnd === shown.atEnd &&
      opened === shown.opened &&
      lines === shown.lines &&
      begin === shown.begin &&
      bytes === shown.bytes &&
      known === shown.known &&
      error === shown.error;
    if (same) return;
    this.shown = shown;
    for (const listener of this.listeners) listener();
  }
}

/** Numbers of the lines that hold a text, whatever its case. */
export function hitsOf(lines: readonly string[], text: string): number[] {
  if (!text) return [];
  const wanted = text.toLowerCase();
  const found: number[] = [];
  lines.forEach((line, index) => {
    if (line.toLowerCase().includes(wanted)) found.push(index);
  });
  return found;
}

/** A line in pieces; every second one is the text that is looked for. */
export function pieces(line: string, text: string): string[] {
  if (!text) return [line];
  const found: string[] = [];
  const lower = line.toLowerCase();
  const wanted = text.toLowerCase();
  if (lower.length !== line.length) return [line];
  let at = 0;
  for (let hit = lower.indexOf(wanted); hit >= 0; hit = lower.indexOf(wanted, at)) {
    found.push(line.slice(at, hit), line.slice(hit, hit + wanted.length));
    at = hit + wanted.length;
  }
  return [...found, line.slice(at)];
}
