/** Files on their way to the server: three at a time, and each goes on where it broke. They go on
 *  while other pages are looked at. */
import { DetailedError, Upload } from 'tus-js-client';
import { api, at, ProblemError, type Schemas } from '@/api/client';
import { pageKey, sessionIsNeeded } from '@/api/session';
import type { Picked } from './dropped';

export type SendState = 'waiting' | 'sending' | 'paused' | 'done' | 'failed';
export interface Sending {
  path: string;
  size: number;
  sent: number;
  state: SendState;
  problem: string | null;
}
type Known = Schemas['UploadState'];

const AT_ONCE = 3;
const TELL_EVERY_MS = 120;
const RETRY_MS = [0, 1000, 3000, 5000, 10_000, 20_000];
const TUS = '1.0.0';

interface Item extends Sending {
  file: File;
  upload: Upload | null;
  id: string | null;
}

/** The uploads of one collection. */
class Collection {
  private readonly items = new Map<string, Item>();
  private readonly listeners = new Set<() => void>();
  private snapshot: readonly Sending[] = [];
  private telling = false;
  paused = false;

  constructor(readonly name: string) {}

  subscribe = (listener: () => void): (() => void) => {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  };
  get = (): readonly Sending[] => this.snapshot;

  /** @param here what the server has of this collection already. */
  add(picked: readonly Picked[], here: readonly Known[]): void {
    const known = new Map(here.filter((one) => one.path).map((one) => [one.name, one]));
    for (const { path, file } of picked) {
      const old = this.items.get(path);
      if (old && (old.state === 'sending' || old.state === 'waiting')) continue;
      const whole = known.get(path);
      const same = whole?.length === file.size;
      this.items.set(path, {
        path,
        file,
        size: file.size,
        sent: same ? file.size : 0,
        state: same ? 'done' : whole ? 'failed' : 'waiting',
        problem:
          whole && !same ? 'Another file of this name is here; try again to replace it.' : null,
        upload: null,
        id: whole?.id ?? null,
      });
    }
    this.changed();
    this.fill();
  }

  pause(): void {
    this.paused = true;
    for (const item of this.items.values()) {
      if (item.state === 'sending') item.upload?.abort();
      if (item.state === 'sending' || item.state === 'waiting') item.state = 'paused';
    }
    this.changed();
  }

  resume(): void {
    this.paused = false;
    for (const item of this.items.values()) if (item.state === 'paused') item.state = 'waiting';
    this.changed();
    this.fill();
  }

  /** Send what failed once more; a file that is in the way is deleted first. */
  async retry(path: string): Promise<void> {
    const item = this.items.get(path);
    if (item?.state !== 'failed') return;
    try {
      if (item.id) await deleteUpload(item.id);
    } catch (error) {
      // What is gone already is in nobody's way.
      if (!(error instanceof ProblemError && error.status === 404))
        return this.end(item, 'failed', error instanceof Error ? error.message : String(error));
    }
    Object.assign(item, { id: null, upload: null, state: 'waiting', problem: null, sent: 0 });
    this.changed();
    this.fill();
  }

  async remove(path: string): Promise<void> {
    const item = this.items.get(path);
    if (!item) return;
    this.items.delete(path);
    this.changed();
    await item.upload?.abort();
    const id = item.id ?? idOf(item.upload?.url);
    if (id) await deleteUpload(id);
    this.fill();
  }

  private fill(): void {
    if (this.paused) return;
    let free = AT_ONCE;
    for (const item of this.items.values()) if (item.state === 'sending') free -= 1;
    for (const item of this.items.values()) {
      if (free <= 0) break;
      if (item.state !== 'waiting') continue;
      free -= 1;
      item.state = 'sending';
      this.send(item);
    }
    this.changed();
  }

  private async send(item: Item): Promise<void> {
    const upload = item.upload ?? this.uploadOf(item);
    if (!item.upload) {
      item.upload = upload;
      const [before] = await upload.findPreviousUploads();
      if (before) upload.resumeFromPreviousUpload(before);
    }
    if (item.state === 'sending') upload.start();
  }

  private uploadOf(item: Item): Upload {
    const key = pageKey();
    return new Upload(item.file, {
      endpoint: at('api/uploads'),
      retryDelays: RETRY_MS,
      removeFingerprintOnSuccess: true,
      headers: key ? { 'X-SparkTrainer-Token': key } : {},
      metadata: { filename: item.path, collection: this.name },
      // The same file, dropped again after a reload, goes on where it was.
      fingerprint: async () =>
        ['spark', this.name, item.path, item.size, item.file.lastModified, at('')].join('|'),
      onShouldRetry: (error) => isPassing(error.originalResponse?.getStatus() ?? 0),
      onProgress: (sent) => {
        item.sent = sent;
        this.changed();
      },
      onSuccess: () => {
        item.id = idOf(upload()?.url);
        this.end(item, 'done', null);
      },
      onError: (error) => this.end(item, 'failed', told(error)),
    });
    function upload() {
      return item.upload;
    }
  }

  private end(item: Item, state: SendState, problem: string | null): void {
    Object.assign(item, { state, problem, sent: state === 'done' ? item.size : item.sent });
    if (state === 'failed') item.upload = null;
    this.changed();
    this.fill();
  }

  private changed(): void {
    if (this.telling) return;
    this.telling = true;
    setTimeout(() => {
      this.telling = false;
      this.snapshot = Array.from(this.items.values(), (item) => ({
        path: item.path,
        size: item.size,
        sent: item.sent,
        state: item.state,
        problem: item.problem,
      }));
      for (const listener of this.listeners) listener();
    }, TELL_EVERY_MS);
  }

  get busy(): boolean {
    return Array.from(this.items.values()).some((item) => item.state === 'sending');
  }
}

const collections = new Map<string, Collection>();

export function collectionOf(name: string): Collection {
  const known = collections.get(name) ?? new Collection(name);
  collections.set(name, known);
  return known;
}

/** Closing the tab would stop them; asked once, by the browser. */
window.addEventListener('beforeunload', (event) => {
  if (Array.from(collections.values()).some((one) => one.busy)) event.preventDefault();
});

export async function deleteUpload(id: string): Promise<void> {
  await api.DELETE('/api/uploads/{upload}', {
    params: { path: { upload: id }, header: { 'tus-resumable': TUS } },
  });
}

/** What goes away by itself: no answer, too many requests, a server that is not ready. */
export function isPassing(status: number): boolean {
  return status === 0 || status === 423 || status === 429 || status >= 500;
}

export function idOf(url: string | null | undefined): string | null {
  return /\/([0-9a-f]{32})$/.exec(url ?? '')?.[1] ?? null;
}

function told(error: Error): string {
  const response = error instanceof DetailedError ? error.originalResponse : null;
  if (!response) return 'The server does not answer. Try again; what has come is kept.';
  const status = response.getStatus();
  if (status === 401 || status === 403) sessionIsNeeded();
  try {
    const detail: unknown = JSON.parse(response.getBody()).detail;
    if (typeof detail === 'string') return detail;
  } catch {
    // no problem document: the status says it
  }
  return `The server answered ${status}.`;
}

/** A name for a new collection that sorts by time. */
export function newCollection(now = new Date()): string {
  return `upload-${now.toISOString().slice(0, 19).replace(/[-:]/g, '').replace('T', '-')}`;
}
