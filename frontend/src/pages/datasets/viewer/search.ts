/** What of the list of samples stands in the address; the page of a sample keeps it too. */

export const RANGES = [
  'duration',
  'width',
  'height',
  'fps',
  'frames',
  'dropped',
  'scenes',
  'captions',
  'caption_words',
  'transcript_words',
  'doubts',
] as const;
export type RangeName = (typeof RANGES)[number];
export const FLAGS = ['audio', 'captioned', 'transcribed', 'edited', 'damaged'] as const;
export type FlagName = (typeof FLAGS)[number];
export const CHOICES = ['language', 'codec', 'container'] as const;
export type ChoiceName = (typeof CHOICES)[number];
export const SORTS = [
  'name',
  'duration_s',
  'width',
  'height',
  'pixels',
  'fps',
  'codec',
  'container',
  'frames',
  'dropped',
  'scenes',
  'captions',
  'caption_words',
  'transcript_words',
  'language',
  'doubts',
  'last_edit',
  'processed',
] as const;
export type SortName = (typeof SORTS)[number];

export type ListSearch = {
  /** Words of names, captions, transcripts. */
  q?: string;
  sort?: SortName;
  order?: 'desc';
  /** Days on which it was built, `2026-11-01..2026-11-28`; both count. */
  built?: string;
} & { [name in RangeName]?: string } & { [name in FlagName]?: 'yes' | 'no' } & {
  [name in ChoiceName]?: string;
};
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

export interface Days {
  from: string;
  to: string;
}

/** Days of an address; what is no day is ''. */
export function daysOf(text: string | undefined): Days {
  const [from = '', to = ''] = (text ?? '').split('..');
  return { from: day(from), to: day(to) };
}

function day(text: string): string {
  return /^\d{4}-\d{2}-\d{2}$/.test(text) && dayStart(text) >= 0 ? text : '';
}

export function daysText({ from, to }: Days): string | undefined {
  return from || to ? `${from}..${to}` : undefined;
}

/** Seconds since 1970 at which a day begins here; NaN: there is no such day. */
function dayStart(text: string, later = 0): number {
  const begin = new Date(`${text}T00:00:00`);
  begin.setDate(begin.getDate() + later);
  return begin.getTime() / 1000;
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
  const days = typeof given.built === 'string' ? daysText(daysOf(given.built)) : undefined;
  if (days) found.built = days;
  for (const name of CHOICES) {
    const value = given[name];
    if (typeof value === 'string' && value.length <= 40 && value) found[name] = value;
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

export type Query = {
  text?: string;
  sort?: SortName;
  order?: 'asc' | 'desc';
  [bound: `min_${string}` | `max_${string}`]: number;
} & { [name in FlagName]?: boolean } & { [name in ChoiceName]?: string[] };

/** What the server calls it. */
export function columnOf(name: RangeName): SortName {
  return name === 'duration' ? 'duration_s' : name;
}

/** What the server is asked. */
export function queryOf(search: ListSearch): Query {
  const query: Query = {};
  if (search.q) query.text = search.q;
  if (search.sort) query.sort = search.sort;
  if (search.order) query.order = search.order;
  for (const name of RANGES) {
    const { low, high } = rangeOf(search[name]);
    const column = columnOf(name);
    if (low !== null) query[`min_${column}`] = low;
    if (high !== null) query[`max_${column}`] = high;
  }
  const { from, to } = daysOf(search.built);
  if (from) query.min_processed = dayStart(from);
  if (to) query.max_processed = dayStart(to, 1) - 1;
  for (const name of CHOICES) if (search[name]) query[name] = [search[name]];
  for (const name of FLAGS) if (search[name]) query[name] = search[name] === 'yes';
  return query;
}

/** How many filters there are, the words not counted. */
export function filterCount(search: ListSearch): number {
  return [...RANGES, ...FLAGS, ...CHOICES, 'built' as const].filter((name) => search[name]).length;
}

/** The order after a click on the head of a column: rising, falling, as in the manifest. */
export function nextOrder(search: ViewerSearch, sort: SortName): ViewerSearch {
  if (search.sort !== sort) return { ...search, sort, order: undefined };
  if (!search.order) return { ...search, order: 'desc' };
  return { ...search, sort: undefined, order: undefined };
}
