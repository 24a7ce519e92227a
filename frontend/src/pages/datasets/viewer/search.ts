/** What of the list of samples stands in the address; the page of a sample keeps it too. */

export const RANGES = ['duration', 'frames', 'scenes', 'width', 'height', 'fps'] as const;
export type RangeName = (typeof RANGES)[number];
export const FLAGS = ['audio', 'captioned', 'transcribed', 'edited'] as const;
export type FlagName = (typeof FLAGS)[number];
export const SORTS = ['name', 'duration_s', 'frames', 'scenes'] as const;
export type SortName = (typeof SORTS)[number];

export type ListSearch = {
  /** Words of names, captions, transcripts. */
  q?: string;
  sort?: SortName;
  order?: 'desc';
} & { [name in RangeName]?: string } & { [name in FlagName]?: 'yes' | 'no' };
/** A range is `low..high`; one of both may be missing. */

export type ViewerSearch = ListSearch & { view?: 'table' };
/** `n`: its place in the list that it was opened from, from 0. */
export type SampleSearch = ListSearch & { view?: 'table'; n?: number };

export interface Range {
  low: number | null;
  high: number | null;
}

export function rangeOf(text: string | undefined): Range {
  const [low = '', high = ''] = (text ?? '').split('..');
  return { low: bound(low), high: bound(high) };
}

function bound(text: string): number | null {
  if (text.trim() === '') return null;
  const value = Number(text);
  return Number.isFinite(value) && value >= 0 && value <= 1e9 ? value : null;
}

export function rangeText({ low, high }: Range): string | undefined {
  return low === null && high === null ? undefined : `${low ?? ''}..${high ?? ''}`;
}

function among<T extends string>(known: readonly T[], value: unknown): T | undefined {
  return known.find((one) => one === value);
}

export function listPart(given: Record<string, unknown>): ListSearch {
  const found: ListSearch = {};
  // A search for digits alone comes out of the address as a number.
  const q = typeof given.q === 'number' ? String(given.q) : given.q;
  if (typeof q === 'string' && q.trim()) found.q = q.slice(0, 500);
  const sort = among(SORTS, given.sort);
  if (sort) found.sort = sort;
  if (given.order === 'desc') found.order = 'desc';
  for (const name of RANGES) {
    const text = given[name];
    const range = typeof text === 'string' ? rangeText(rangeOf(text)) : undefined;
    if (range) found[name] = range;
  }
  for (const name of FLAGS) {
    const flag = among(['yes', 'no'] as const, given[name]);
    if (flag) found[name] = flag;
  }
  return found;
}

export function viewerSearch(given: Record<string, unknown>): ViewerSearch {
  return given.view === 'table' ? { ...listPart(given), view: 'table' } : listPart(given);
}

export function sampleSearch(given: Record<string, unknown>): SampleSearch {
  const n = Number(given.n);
  const place = given.n !== undefined && Number.isInteger(n) && n >= 0 ? { n } : {};
  return { ...viewerSearch(given), ...place };
}

export interface Query {
  text?: string;
  sort?: SortName;
  order?: 'asc' | 'desc';
  [bound: `min_${string}` | `max_${string}`]: number;
  audio?: boolean;
  captioned?: boolean;
  transcribed?: boolean;
  edited?: boolean;
}

/** What the server is asked. */
export function queryOf(search: ListSearch): Query {
  const query: Query = {};
  if (search.q) query.text = search.q;
  if (search.sort) query.sort = search.sort;
  if (search.order) query.order = search.order;
  for (const name of RANGES) {
    const { low, high } = rangeOf(search[name]);
    const column = name === 'duration' ? 'duration_s' : name;
    if (low !== null) query[`min_${column}`] = low;
    if (high !== null) query[`max_${column}`] = high;
  }
  for (const name of FLAGS) if (search[name]) query[name] = search[name] === 'yes';
  return query;
}

/** How many filters there are, the words not counted. */
export function filterCount(search: ListSearch): number {
  return [...RANGES, ...FLAGS].filter((name) => search[name]).length;
}
