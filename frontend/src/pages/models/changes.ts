/** What a person has changed in a form: what of it differs from the template, and as what it is sent. */
import { at, isMapping, type Mapping, mappingOf, same } from './json';
import { type Raw, read } from './raw';
import type { Field, Group, Leaf } from './schema';

/** Of the fields that were touched; of a group that can be absent, whether it is there. */
export type Edits = Record<string, Raw>;

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
