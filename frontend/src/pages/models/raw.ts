/** Values as they stand in a form, and what is meant by them. */
import { isMapping, type Mapping, mappingOf } from './json';
import type { Bounds, Leaf, NumberField } from './schema';

/** As it stands in the form: texts of numbers stay texts until they are read. */
export type Raw = string | boolean | Raw[] | { [key: string]: Raw };

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
