/** A JSON Schema as the fields of a form, and what is typed into them as values. Pure. */

export type Mapping = Record<string, unknown>;

export interface Bounds {
  least?: number;
  most?: number;
  above?: number;
  below?: number;
}

interface Base {
  /** `defaults.batch_size` */
  path: string;
  label: string;
  help: string;
  /** It may be left out. */
  optional: boolean;
  /** What holds where it is left out, as it would be typed. */
  fallback: string;
}

export type Field = Base &
  (
    | { kind: 'text' | 'switch' | 'words' }
    | { kind: 'number'; whole: boolean; bounds: Bounds }
    | { kind: 'choice'; choices: string[] }
  );

/** Settings that stand together; an `optional` one as a whole may be left out. */
export interface Group {
  path: string;
  label: string;
  help: string;
  optional: boolean;
  fields: Field[];
}

/** What is typed, by path. A switch holds `true` or `false`; words stand between commas. */
export type Draft = Readonly<Record<string, string>>;

export function isMapping(value: unknown): value is Mapping {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function mapping(value: unknown): Mapping {
  return isMapping(value) ? value : {};
}

const number = (value: unknown) => (typeof value === 'number' ? value : undefined);
const text = (value: unknown) => (typeof value === 'string' ? value : '');

/** `learning_rate` as `Learning rate`. */
export function labelOf(name: string): string {
  const words = name.replaceAll('_', ' ');
  return words.charAt(0).toUpperCase() + words.slice(1);
}

/** Groups of a schema, the fields that stand in none as the first, of the path ''. */
export function groupsOf(schema: unknown): Group[] {
  const root = mapping(schema);
  const defs = mapping(root.$defs);
  const first: Group = {
    path: '',
    label: '',
    help: text(root.description),
    optional: false,
    fields: [],
  };
  const groups: Group[] = [];
  for (const [name, one] of Object.entries(mapping(root.properties))) {
    const { schema: inner, optional } = resolved(one, defs);
    if (!isMapping(inner.properties)) {
      const field = fieldOf(name, one, defs);
      if (field) first.fields.push(field);
      continue;
    }
    groups.push({
      path: name,
      label: labelOf(name),
      help: text(mapping(one).description) || text(inner.description),
      optional,
      fields: Object.entries(inner.properties).flatMap(([key, part]) => {
        const field = fieldOf(`${name}.${key}`, part, defs);
        return field ? [field] : [];
      }),
    });
  }
  return first.fields.length ? [first, ...groups] : groups;
}

/** Without references, and without the null that stands for leaving it out. */
function resolved(one: unknown, defs: Mapping): { schema: Mapping; optional: boolean } {
  const whole = mapping(one);
  const options = Array.isArray(whole.anyOf) ? whole.anyOf.map(mapping) : [whole];
  const real = options.filter((option) => option.type !== 'null');
  const [only] = real;
  const optional = real.length < options.length;
  if (real.length !== 1 || !only) return { schema: {}, optional };
  const name = text(only.$ref).split('/').at(-1);
  const target = name ? mapping(defs[name]) : {};
  return { schema: { ...target, ...only, ...(only === whole ? {} : without(whole)) }, optional };
}

function without({ anyOf: _, default: __, ...rest }: Mapping): Mapping {
  return rest;
}

function fieldOf(path: string, one: unknown, defs: Mapping): Field | null {
  const { schema, optional } = resolved(one, defs);
  const base: Base = {
    path,
    label: labelOf(path.split('.').at(-1) ?? path),
    help: text(schema.description).replaceAll(/\s+/g, ' ').replaceAll('`', ''),
    optional,
    fallback: typed(mapping(one).default),
  };
  if (Array.isArray(schema.enum)) {
    return { ...base, kind: 'choice', choices: schema.enum.map(String) };
  }
  if ('const' in schema) return { ...base, kind: 'choice', choices: [String(schema.const)] };
  switch (schema.type) {
    case 'integer':
    case 'number':
      return {
        ...base,
        kind: 'number',
        whole: schema.type === 'integer',
        bounds: {
          least: number(schema.minimum),
          most: number(schema.maximum),
          above: number(schema.exclusiveMinimum),
          below: number(schema.exclusiveMaximum),
        },
      };
    case 'boolean':
      return { ...base, kind: 'switch' };
    case 'array':
      return { ...base, kind: 'words' };
    case 'string':
      return { ...base, kind: 'text' };
    default:
      return null;
  }
}

/** A value as it would be typed. */
export function typed(value: unknown): string {
  if (value === null || value === undefined) return '';
  if (Array.isArray(value)) return value.map(String).join(', ');
  if (typeof value === 'number' && value !== 0 && Math.abs(value) < 1e-3) {
    return value.toExponential();
  }
  return String(value);
}

/** What is at a path of nested mappings; undefined where nothing is. */
export function valueAt(value: unknown, path: string): unknown {
  return path.split('.').reduce<unknown>((at, part) => mapping(at)[part], value);
}

export function draftOf(fields: readonly Field[], value: unknown): Draft {
  return Object.fromEntries(
    fields.flatMap((field) => {
      const found = valueAt(value, field.path);
      return found === undefined || found === null ? [] : [[field.path, typed(found)]];
    }),
  );
}

/** A typed text as the value that it stands for; undefined = left out. */
export function settingOf(field: Field, told: string): unknown {
  if (told.trim() === '' && field.kind !== 'text') return undefined;
  switch (field.kind) {
    case 'number': {
      const value = Number(told);
      return Number.isFinite(value) ? value : told;
    }
    case 'switch':
      return told === 'true';
    case 'words':
      return told
        .split(',')
        .map((word) => word.trim())
        .filter(Boolean);
    default:
      return told;
  }
}

/** Nested mappings of what is typed; what is left out is not in them. */
export function valuesOf(fields: readonly Field[], draft: Draft): Mapping {
  const found: Mapping = {};
  for (const field of fields) {
    const told = draft[field.path];
    if (told === undefined) continue;
    const value = settingOf(field, told);
    if (value === undefined) continue;
    const parts = field.path.split('.');
    const last = parts.pop() ?? '';
    let at = found;
    for (const part of parts) {
      const inner = mapping(at[part]);
      at[part] = inner;
      at = inner;
    }
    at[last] = value;
  }
  return found;
}

/** What is wrong with a typed text, in words; null where nothing is. */
export function problemOf(field: Field, told: string): string | null {
  if (told.trim() === '') {
    const needed = field.kind === 'number' || field.kind === 'choice';
    return needed && !field.optional ? 'A value is needed here.' : null;
  }
  if (field.kind === 'choice') {
    return field.choices.includes(told) ? null : `One of ${field.choices.join(', ')}.`;
  }
  if (field.kind !== 'number') return null;
  const value = Number(told);
  if (!Number.isFinite(value)) return 'This is not a number.';
  if (field.whole && !Number.isInteger(value)) return 'A whole number is needed here.';
  const { least, most, above, below } = field.bounds;
  if (least !== undefined && value < least) return `At least ${least}.`;
  if (most !== undefined && value > most) return `At most ${most.toLocaleString('en')}.`;
  if (above !== undefined && value <= above) return `More than ${above}.`;
  if (below !== undefined && value >= below) return `Less than ${below}.`;
  return null;
}

/** `1 to 1,000,000`, or nothing where it is not bounded. */
export function rangeOf(field: Field): string {
  if (field.kind !== 'number') return '';
  const { least, most, above, below } = field.bounds;
  const from =
    least !== undefined ? String(least) : above !== undefined ? `more than ${above}` : '';
  const to =
    most !== undefined
      ? `to ${most.toLocaleString('en')}`
      : below !== undefined
        ? `to less than ${below}`
        : '';
  const range = [from, to].filter(Boolean).join(' ');
  return range.charAt(0).toUpperCase() + range.slice(1);
}
