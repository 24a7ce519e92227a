/** What is kept of a profile that is edited. Pure. */
import {
  type Draft,
  draftOf,
  type Group,
  isMapping,
  type Mapping,
  problemOf,
  valuesOf,
} from '../form/fields';
import { readText, type TextMistake, textOf } from './profile_text';

export interface Editing {
  /** The state of the file that it was begun from. */
  tag: string | null;
  /** What the profile said then, as YAML. */
  before: string;
  name: string;
  /** Of the form; null while it is edited as YAML. */
  draft: Draft | null;
  /** While it is edited as YAML. */
  text: string;
}

export function isEditing(value: unknown): value is Editing {
  return (
    isMapping(value) &&
    'tag' in value &&
    ['before', 'name', 'text'].every((key) => typeof value[key] === 'string') &&
    (value.draft === null || isMapping(value.draft))
  );
}

/** Its values; null where the YAML cannot be read. */
export function profileOf(editing: Editing, groups: readonly Group[]): Mapping | null {
  if (editing.draft === null) return readText(editing.text, groups).value;
  const fields = groups.flatMap((group) => group.fields);
  return valuesOf(fields, editing.draft);
}

export function asText(editing: Editing, groups: readonly Group[]): Editing {
  if (editing.draft === null) return editing;
  return { ...editing, draft: null, text: textOf(profileOf(editing, groups) ?? {}) };
}

/** Null while a mistake is in the YAML: the form could not hold it. */
export function asForm(editing: Editing, groups: readonly Group[]): Editing | null {
  if (editing.draft !== null) return editing;
  const read = readText(editing.text, groups);
  if (read.value === null || read.mistakes.length > 0) return null;
  return {
    ...editing,
    text: '',
    draft: draftOf(
      groups.flatMap((one) => one.fields),
      read.value,
    ),
  };
}

/** Whether a group that may be left out is there. */
export function isThere(draft: Draft, group: Group): boolean {
  return group.fields.some((field) => draft[field.path] !== undefined);
}

/** Put a group in with what holds by default and the first of its choices, or leave it out. */
export function withGroup(draft: Draft, group: Group, there: boolean): Draft {
  const others = Object.fromEntries(
    Object.entries(draft).filter(([path]) => !path.startsWith(`${group.path}.`)),
  );
  if (!there) return others;
  const fresh = group.fields.map((field): [string, string] => [
    field.path,
    field.fallback || (field.kind === 'choice' ? (field.choices[0] ?? '') : ''),
  ]);
  return { ...others, ...Object.fromEntries(fresh) };
}

/** Whether the form has a mistake. */
export function isWrong(draft: Draft, groups: readonly Group[]): boolean {
  return groups
    .flatMap((group) => group.fields)
    .some((field) => {
      const told = draft[field.path];
      return told !== undefined && problemOf(field, told) !== null;
    });
}

export function textMistakes(editing: Editing, groups: readonly Group[]): TextMistake[] {
  return editing.draft === null ? readText(editing.text, groups).mistakes : [];
}
