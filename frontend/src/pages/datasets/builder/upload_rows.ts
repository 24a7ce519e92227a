/** What is on its way and what is here already, as one list. */
import type { Schemas } from '@/api/client';
import { plural } from '@/lib/format';
import { suffixOf } from './dropped';
import type { Sending } from './uploads';

type Known = Schemas['UploadState'];

export interface UploadRow {
  path: string;
  size: number;
  sent: number;
  state: Sending['state'] | 'half';
  problem: string | null;
  id: string | null;
  /** This tab has the file in its hand. */
  sending: boolean;
}

/** Those that need somebody first, then those that move, then the rest; each by its path. */
const ORDER: Record<UploadRow['state'], number> = {
  failed: 0,
  half: 1,
  sending: 2,
  paused: 3,
  waiting: 4,
  done: 5,
};

export function rowsOf(
  sending: readonly Sending[],
  here: readonly Known[],
  collection: string,
): UploadRow[] {
  const own = new Set(sending.map((one) => one.path));
  const rows: UploadRow[] = sending.map((one) => ({ ...one, id: null, sending: true }));
  for (const one of here) {
    if (one.collection !== collection || own.has(one.name)) continue;
    rows.push({
      path: one.name,
      size: one.length,
      sent: one.offset,
      state: one.path ? 'done' : 'half',
      problem: one.path ? null : 'Broke off. Drop the same file again and it goes on.',
      id: one.id,
      sending: false,
    });
  }
  return rows.sort((a, b) => ORDER[a.state] - ORDER[b.state] || (a.path < b.path ? -1 : 1));
}

export interface Sum {
  size: number;
  sent: number;
  done: number;
  failed: number;
  moving: number;
  paused: number;
  videos: number;
}

export function sumOf(rows: readonly UploadRow[], videoSuffixes: readonly string[]): Sum {
  const videos = new Set(videoSuffixes);
  const sum: Sum = { size: 0, sent: 0, done: 0, failed: 0, moving: 0, paused: 0, videos: 0 };
  for (const row of rows) {
    sum.size += row.size;
    sum.sent += row.sent;
    if (row.state === 'done') sum.done += 1;
    if (row.state === 'failed') sum.failed += 1;
    if (row.state === 'sending' || row.state === 'waiting') sum.moving += 1;
    if (row.state === 'paused') sum.paused += 1;
    if (videos.has(suffixOf(row.path))) sum.videos += 1;
  }
  return sum;
}

export interface Earlier {
  name: string;
  files: number;
  bytes: number;
  names: string[];
}

/** Collections of other days, the newest name first. */
export function earlierOf(here: readonly Known[], but: string): Earlier[] {
  const found = new Map<string, Earlier>();
  for (const one of here) {
    if (one.collection === but) continue;
    const known = found.get(one.collection) ?? {
      name: one.collection,
      files: 0,
      bytes: 0,
      names: [],
    };
    known.files += 1;
    known.bytes += one.offset;
    if (known.names.length < 3) known.names.push(one.name);
    found.set(one.collection, known);
  }
  return Array.from(found.values()).sort((a, b) => (a.name < b.name ? 1 : -1));
}

/** `a.mp4, b.mp4 and 4 more` */
export function namesOf(one: Earlier): string {
  const more = one.files - one.names.length;
  return one.names.join(', ') + (more > 0 ? ` and ${plural(more, 'more', 'more')}` : '');
}
