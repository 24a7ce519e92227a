/** A profile as YAML, and the mistakes of one by line. Pure. */
import {
  isCollection,
  isPair,
  isScalar,
  LineCounter,
  type Pair,
  parseDocument,
  stringify,
} from 'yaml';
import { type Field, type Group, isMapping, type Mapping, problemOf, typed } from '../form/fields';

export interface TextMistake {
  /** From 1. */
  line: number;
  problem: string;
}

export interface ReadText {
  /** Null where it is no mapping. */
  value: Mapping | null;
  mistakes: TextMistake[];
  /** The line of a path such as `adapter.rank`; 1 where it does not stand there. */
  lineOf: (path: string) => number;
}

export function textOf(profile: Mapping): string {
  return Object.keys(profile).length ? stringify(profile, { lineWidth: 0 }) : '';
}

/** What a text says, and all that is wrong with it. */
export function readText(text: string, groups: readonly Group[]): ReadText {
  const lines = new LineCounter();
  const document = parseDocument(text, { lineCounter: lines, prettyErrors: false });
  const lineOf = (path: string): number => {
    const parts = path.split('.');
    while (parts.length > 0) {
      const at = placeOf(document.contents, parts);
      if (at !== null) return lines.linePos(at).line;
      parts.pop();
    }
    return 1;
  };
  const broken = document.errors.map((error) => ({
    line: lines.linePos(error.pos[0]).line,
    problem: sentence(error.message),
  }));
  if (broken.length > 0) return { value: null, mistakes: broken, lineOf };
  const found: unknown = document.toJS({ maxAliasCount: 20 });
  if (found === null || found === undefined) return { value: {}, mistakes: [], lineOf };
  if (!isMapping(found)) {
    const problem = 'Wanted settings, one a line, as batch_size: 8.';
    return { value: null, mistakes: [{ line: 1, problem }], lineOf };
  }
  const mistakes = mistakesOf(found, groups).map(([path, problem]) => ({
    line: lineOf(path),
    problem: `${path}: ${problem}`,
  }));
  return { value: found, mistakes, lineOf };
}

/** Where the key of a path begins, as an offset. */
function placeOf(node: unknown, parts: readonly string[]): number | null {
  let at = node;
  let place: number | null = null;
  for (const part of parts) {
    if (!isCollection(at)) return null;
    let pair: Pair | null = null;
    for (const item of at.items) {
      if (isPair(item) && isScalar(item.key) && String(item.key.value) === part) pair = item;
    }
    if (!pair || !isScalar(pair.key)) return null;
    place = pair.key.range?.[0] ?? null;
    at = pair.value;
  }
  return place;
}

/** Path and problem of each mistake. */
export function mistakesOf(value: Mapping, groups: readonly Group[]): [string, string][] {
  const [first] = groups;
  const inner = groups.filter((group) => group.path !== '');
  const known = [
    ...(first?.path === '' ? first.fields.map((field) => field.path) : []),
    ...inner.map((group) => group.path),
  ];
  const found: [string, string][] = [];
  for (const [name, one] of Object.entries(value)) {
    const group = inner.find((each) => each.path === name);
    if (!known.includes(name)) {
      found.push([name, `is not known. Known: ${known.join(', ')}.`]);
    } else if (!group) {
      const field = first?.fields.find((each) => each.path === name);
      if (field) found.push(...wrongOf(field, one));
    } else if (isMapping(one)) {
      found.push(...wrongIn(group, one));
    } else if (one !== null) {
      found.push([name, 'wanted settings below it.']);
    }
  }
  return found;
}

function wrongIn(group: Group, value: Mapping): [string, string][] {
  const names = group.fields.map((field) => field.path.slice(group.path.length + 1));
  const unknown = Object.keys(value)
    .filter((name) => !names.includes(name))
    .map((name): [string, string] => [
      `${group.path}.${name}`,
      `is not known. Known: ${names.join(', ')}.`,
    ]);
  const wrong = group.fields.flatMap((field) => {
    const name = field.path.slice(group.path.length + 1);
    return name in value ? wrongOf(field, value[name]) : [];
  });
  return [...unknown, ...wrong];
}

function wrongOf(field: Field, value: unknown): [string, string][] {
  if (value === null && field.optional) return [];
  const is = wantedOf(field, value);
  const problem = is ?? problemOf(field, typed(value));
  return problem ? [[field.path, problem]] : [];
}

function wantedOf(field: Field, value: unknown): string | null {
  switch (field.kind) {
    case 'number':
      return typeof value === 'number' ? null : 'A number is needed here.';
    case 'switch':
      return typeof value === 'boolean' ? null : 'One of true, false.';
    case 'words':
      return Array.isArray(value) ? null : 'A list is needed here, as [a, b].';
    default:
      return typeof value === 'string' ? null : 'A text is needed here; put it into quotes.';
  }
}

function sentence(message: string): string {
  return message.endsWith('.') ? message : `${message}.`;
}
