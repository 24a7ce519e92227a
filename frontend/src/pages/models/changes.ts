/** What a person has typed into a form, what it means, and what of it differs from the template. */
import { at, isMapping, type Mapping, mappingOf, same } from './json';
import type { Bounds, Field, Group, Leaf, NumberField } from './schema';

/** As it stands in the form: texts of numbers stay texts until they are read. */
export type Raw = string | boolean | Raw[] | { [key: string]: Raw };
/** Of the fields that were touched; of a group that can be absent, whether it is there. */
export type Edits = Record<string, Raw>;

export type Read = { value: unknown; problem?: undefined } | { problem: string };

/** A value as a form shows it. */
export function rawOf(field: Leaf, value: unknown): Raw {
  switch (field.kind) {
    case 'switch':
      return value === true;
    case 'many':
    case 'words':
      return Array.isArray(value) ? value.map(String) : [];
    case 'tuple':
      return field.fields.map((one, index) =>
        rawOf(one, Array.isArray(value) ? value[index] : null),
      );
    case 'rows':
      return (Array.isArray(value) ? value : []).map((row) =>
        Object.fromEntries(
          field.fields.map((one) => [one.key, rawOf(one, mappingOf(row)[one.key])]),
        ),
      );
    case 'json':
      return value === null || value === undefined ? '' : JSON.stringify(value, null, 2);
    default:
      return value === null || value === undefined ? '' : String(value);
  }
}

/** What is meant, or what is wrong with it. */
export function read(field: Leaf, raw: Raw): Read {
  switch (field.kind) {
    case 'switch':
      return { value: raw === true };
    case 'number':
      return readNumber(field, textOfRaw(raw));
    case 'many':
    case 'words': {
      const words = listOfRaw(raw).map(textOfRaw).filter(Boolean);
      if (field.nullable && words.length === 0) return { value: null };
      return words.length < field.least
        ? { problem: `At least ${field.least} of them.` }
        : { value: words };
    }
    case 'tuple':
      return all(field.fields.map((one, index) => read(one, listOfRaw(raw)[index] ?? '')));
    case 'rows': {
      const rows = listOfRaw(raw).map((row) => readRow(field.fields, row));
      return rows.length < field.least
        ? { problem: `At least ${field.least} of them.` }
        : all(rows);
    }
    case 'json':
      return readJson(field.nullable, textOfRaw(raw));
    case 'fixed':
      return { value: field.value };
    case 'choice':
    case 'text': {
      const text = textOfRaw(raw);
      if (field.nullable && text === '') return { value: null };
      if (field.kind === 'text' && text.length < field.shortest)
        return {
          problem:
            field.shortest === 1
              ? 'Must not be empty.'
              : `Too short: ${field.shortest} characters at least.`,
        };
      if (field.kind === 'text' && text.length > field.longest)
        return { problem: `Too long: ${field.longest} characters at most.` };
      return { value: text };
    }
  }
}

function textOfRaw(raw: Raw | undefined): string {
  return typeof raw === 'string' ? raw : '';
}

export function listOfRaw(raw: Raw | undefined): Raw[] {
  return Array.isArray(raw) ? raw : [];
}

function all(parts: Read[]): Read {
  const values: unknown[] = [];
  for (const part of parts) {
    if (part.problem !== undefined) return part;
    values.push(part.value);
  }
  return { value: values };
}

function readRow(fields: readonly Leaf[], raw: Raw): Read {
  const row: Mapping = {};
  for (const field of fields) {
    const found = read(field, isMapping(raw) ? (rawAt(raw, field.key) ?? '') : '');
    if (found.problem !== undefined) return { problem: `${field.label}: ${found.problem}` };
    row[field.key] = found.value;
  }
  return { value: row };
}

function rawAt(raw: Raw, key: string): Raw | undefined {
  return typeof raw === 'object' && !Array.isArray(raw) ? raw[key] : undefined;
}

function readNumber(field: NumberField, text: string): Read {
  const trimmed = text.trim();
  if (trimmed === '') return field.nullable ? { value: null } : { problem: 'A number is missing.' };
  const value = Number(trimmed);
  if (!Number.isFinite(value) || !/^[-+.\deE]+$/.test(trimmed))
    return { problem: `“${trimmed}” is no number.` };
  if (field.integer && !Number.isInteger(value)) return { problem: 'A whole number is wanted.' };
  const problem = outOf(field.bounds, value);
  return problem ? { problem } : { value };
}

function outOf(bounds: Bounds, value: number): string | null {
  const { least, most, above, below, multipleOf } = bounds;
  const fails =
    (least !== undefined && value < least) ||
    (most !== undefined && value > most) ||
    (above !== undefined && value <= above) ||
    (below !== undefined && value >= below);
  if (fails)
    return `Must be ${most !== undefined && value > most ? `at most ${most}` : rangeText(bounds)}.`;
  if (multipleOf !== undefined && value % multipleOf !== 0)
    return `Must be a multiple of ${multipleOf}.`;
  return null;
}

/** `1 to 1024`, `above 0, at most 1`; empty where anything goes. */
export function rangeText({ least, above, ...rest }: Bounds): string {
  // A bound that nobody meets is there against slips, and not worth a word.
  const meant = (bound?: number) => (bound !== undefined && bound < 1e5 ? bound : undefined);
  const most = meant(rest.most);
  const below = meant(rest.below);
  if (least !== undefined && most !== undefined) return `${least} to ${most}`;
  const parts = [
    least !== undefined && `${least} or more`,
    above !== undefined && `above ${above}`,
    most !== undefined && `at most ${most}`,
    below !== undefined && `below ${below}`,
  ];
  return parts.filter(Boolean).join(', ');
}

function readJson(nullable: boolean, text: string): Read {
  if (text.trim() === '') return nullable ? { value: null } : { value: {} };
  try {
    return { value: JSON.parse(text) };
  } catch {
    return { problem: 'This is no JSON: names and texts stand in double quotes.' };
  }
}

/** Whether a group that can be absent is there. */
export function isOn(group: Group, edits: Edits, base: unknown): boolean {
  const edit = edits[group.key];
  return typeof edit === 'boolean' ? edit : isMapping(at(base, group.key));
}

/** The value of a field before any edit: a group that is switched on starts from its defaults. */
export function baseOf(field: Leaf, parents: readonly Group[], base: unknown): unknown {
  const found = at(base, field.key);
  if (found !== undefined) return found;
  const parent = parents.findLast((group) => !isMapping(at(base, group.key)));
  return parent ? at(parent.fresh, field.key.slice(parent.key.length + 1)) : undefined;
}

export interface Changed {
  /** By key, in the order of the form. */
  values: [key: string, value: unknown][];
  problems: Record<string, string>;
}

/** What differs from `base`, and what cannot be. */
export function changesOf(fields: readonly Field[], edits: Edits, base: unknown): Changed {
  const changed: Changed = { values: [], problems: {} };
  for (const field of fields) collect(field, edits, base, [], changed);
  return changed;
}

function collect(
  field: Field,
  edits: Edits,
  base: unknown,
  parents: readonly Group[],
  into: Changed,
): void {
  if (field.kind !== 'group') {
    const raw = edits[field.key];
    if (raw === undefined) return;
    const found = read(field, raw);
    if (found.problem !== undefined) into.problems[field.key] = found.problem;
    else if (!same(found.value, baseOf(field, parents, base)))
      into.values.push([field.key, found.value]);
    return;
  }
  const there = isMapping(at(base, field.key));
  const on = !field.nullable || isOn(field, edits, base);
  if (!on) {
    if (there) into.values.push([field.key, null]);
    return;
  }
  const inside: Changed = there ? into : { values: [], problems: into.problems };
  for (const one of field.fields) collect(one, edits, base, [...parents, field], inside);
  if (!there && (field.nullable || inside.values.length))
    into.values.push([field.key, merged(field, inside.values)]);
}

/** A group that was not there is given whole. */
function merged(group: Group, values: [string, unknown][]): Mapping {
  const made = structuredClone(group.fresh);
  for (const [key, value] of values) {
    const path = key.slice(group.key.length + 1).split('.');
    let place = made;
    for (const part of path.slice(0, -1)) {
      const next = mappingOf(place[part]);
      place[part] = next;
      place = next;
    }
    place[path.at(-1) ?? ''] = value;
  }
  return made;
}

const PLAIN = /^[A-Za-z][A-Za-z0-9_/-]*(?:[ ,.][A-Za-z0-9_/-]+)*$/;
const WORDS_OF_YAML = /^(?:null|true|false|yes|no|on|off|y|n|nan|inf|infinity)$/i;

/** A value as YAML that YAML reads as the same value. */
export function yamlOf(value: unknown): string {
  if (typeof value === 'string')
    return PLAIN.test(value) && !WORDS_OF_YAML.test(value) ? value : JSON.stringify(value);
  return JSON.stringify(value) ?? 'null';
}

/** As `--set` takes them. */
export function setOptions(values: readonly [string, unknown][]): string[] {
  return values.map(([key, value]) => `${key}=${yamlOf(value)}`);
}

/** Mistakes that the server found, each at the field that it belongs to; the rest has no field. */
export function placed(
  fields: readonly Field[],
  mistakes: readonly { key: string; problem: string }[],
): { at: Record<string, string>; rest: string[] } {
  const found: Record<string, string> = {};
  const rest: string[] = [];
  for (const { key, problem } of mistakes) {
    const owner = fields
      .filter(
        (field) =>
          key === field.key ||
          [`${field.key}.`, `${field.key}[`].some((start) => key.startsWith(start)),
      )
      .toSorted((a, b) => b.key.length - a.key.length)[0];
    if (owner) found[owner.key] = [found[owner.key], problem].filter(Boolean).join(' ');
    else rest.push(key ? `${key}: ${problem}` : problem);
  }
  return { at: found, rest };
}
