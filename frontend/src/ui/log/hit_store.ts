/** Lines of a whole log that have a text, as the server finds them. No page, no React. */

export interface Hit {
  line: string;
  offset: number;
}

export interface Answer {
  hits: Hit[];
  begin: number;
  more: boolean;
  bytes: number;
}

export type Search = (
  query: { text: string; before?: number; limit: number },
  signal: AbortSignal,
) => Promise<Answer>;

export interface Found {
  text: string;
  /** The newest first. */
  hits: readonly Hit[];
  /** What is before was not looked at; null = nothing was. */
  begin: number | null;
  bytes: number;
  busy: boolean;
  error: unknown;
}

const NOTHING: Found = { text: '', hits: [], begin: null, bytes: 0, busy: false, error: null };
/** Hits that are enough for one look. */
export const ENOUGH = 100;

export class HitStore {
  found: Found = NOTHING;
  private stop = new AbortController();
  private readonly listeners = new Set<() => void>();

  constructor(private readonly search: Search) {}

  subscribe = (listener: () => void): (() => void) => {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  };

  /** Look for another text, from the end of the log; none = look no more. */
  look(text: string): Promise<void> {
    this.stop.abort();
    this.change({ ...NOTHING, text });
    return text ? this.further() : Promise.resolve();
  }

  /** Ask on, answer after answer, until there are enough more hits or all was looked at. */
  async further(): Promise<void> {
    this.stop.abort();
    this.stop = new AbortController();
    const { signal } = this.stop;
    const enough = this.found.hits.length + ENOUGH;
    this.change({ ...this.found, busy: true, error: null });
    try {
      for (let more = true; more && this.found.hits.length < enough; ) {
        const { text, begin, hits } = this.found;
        const limit = enough - hits.length;
        const query = begin === null ? { text, limit } : { text, limit, before: begin };
        const answer = await this.search(query, signal);
        if (signal.aborted) return;
        more = answer.more;
        this.change({
          ...this.found,
          hits: [...hits, ...answer.hits],
          begin: answer.more ? answer.begin : 0,
          bytes: answer.bytes,
        });
      }
      this.change({ ...this.found, busy: false });
    } catch (error) {
      if (!signal.aborted) this.change({ ...this.found, busy: false, error });
    }
  }

  private change(found: Found): void {
    this.found = found;
    for (const listener of this.listeners) listener();
  }
}
