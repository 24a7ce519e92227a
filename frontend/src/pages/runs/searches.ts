/** What of these pages stands in the address. Pure. */

export const TABS = ['curves', 'samples', 'results', 'settings', 'log'] as const;
export type Tab = (typeof TABS)[number];

export interface View {
  /** Weight of the moving average, 0 to 0.99. */
  smooth?: number;
  /** Logarithmic axes for losses. */
  log?: boolean;
}

export interface RunSearch extends View {
  tab?: Tab;
  /** The stretch of steps that is shown, both inclusive. */
  first?: number;
  last?: number;
}

export interface RunListSearch {
  text?: string;
  state?: string[];
  template?: string;
}

export interface CompareSearch extends View {
  run: string[];
  curve?: string;
}

type Given = Record<string, unknown>;

export function texts(value: unknown): string[] {
  const all = Array.isArray(value) ? value : [value];
  return [...new Set(all.map((one) => (typeof one === 'number' ? String(one) : one)))].filter(
    (one): one is string => typeof one === 'string' && one !== '',
  );
}

function whole(value: unknown): number | undefined {
  return typeof value === 'number' && Number.isInteger(value) && value >= 0 ? value : undefined;
}

function view(given: Given): View {
  const { smooth, log } = given;
  const known = typeof smooth === 'number' && smooth > 0 && smooth < 1;
  return { smooth: known ? smooth : undefined, log: log === true ? true : undefined };
}

export function runSearch(given: Given): RunSearch {
  const first = whole(given.first);
  const last = whole(given.last);
  const stretch = first !== undefined && last !== undefined && first <= last ? { first, last } : {};
  const tab = TABS.find((one) => one === given.tab && one !== 'curves');
  return { tab, ...view(given), ...stretch };
}

export function runListSearch(given: Given): RunListSearch {
  const states = texts(given.state);
  return {
    text: texts(given.text)[0],
    state: states.length ? states : undefined,
    template: texts(given.template)[0],
  };
}

export function compareSearch(given: Given): CompareSearch {
  const runs = texts(given.run).filter((one) => /^[0-9a-f]{16}$/.test(one));
  return { run: runs.slice(0, 20), curve: texts(given.curve)[0], ...view(given) };
}
