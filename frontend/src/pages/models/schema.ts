/** A JSON Schema as fields of a form. What it cannot show in parts is a field of JSON. */
import { isMapping, type Mapping, mappingOf, mappingsOf, numberOf, textOf } from './json';
import { labelOf } from './labels';

interface Base {
  /** `training.batch_size`; within a row of a list only the last part. */
  key: string;
  label: string;
  help: string;
  nullable: boolean;
}

export interface Bounds {
  least?: number;
  most?: number;
  above?: number;
  below?: number;
  multipleOf?: number;
}

export type NumberField = Base & { kind: 'number'; integer: boolean; bounds: Bounds };
export type TextField = Base & { kind: 'text'; shortest: number; longest: number };
export type ChoiceField = Base & { kind: 'choice'; choices: string[] };
export type SwitchField = Base & { kind: 'switch' };
/** Some of a few words. */
export type ManyField = Base & { kind: 'many'; choices: string[]; least: number };
/** Words of one's own. */
export type WordsField = Base & { kind: 'words'; least: number };
/** A list of mappings. */
export type RowsField = Base & { kind: 'rows'; fields: Leaf[]; least: number };
/** As many values as there are fields. */
export type TupleField = Base & { kind: 'tuple'; fields: NumberField[] };
export type FixedField = Base & { kind: 'fixed'; value: unknown };
export type JsonField = Base & { kind: 'json' };

export type Leaf =
  | NumberField
  | TextField
  | ChoiceField
  | SwitchField
  | ManyField
  | WordsField
  | RowsField
  | TupleField
  | FixedField
  | JsonField;

export type Group = Base & {
  kind: 'group';
  fields: Field[];
  /** What it holds where it is switched on. */
  fresh: Mapping;
};
export type Field = Leaf | Group;

/** The fields of a schema of an object; a key that refers to itself ends as JSON. */
export function fieldsOf(schema: unknown, path = ''): Field[] {
  const root = mappingOf(schema);
  return properties(root, mappingOf(root.$defs), path, 0);
}

const DEEPEST = 8;

function properties(schema: Mapping, defs: Mapping, path: string, depth: number): Field[] {
  return Object.entries(mappingOf(schema.properties)).map(([name, one]) =>
    fieldOf(one, defs, path ? `${path}.${name}` : name, depth + 1),
  );
}

function resolved(schema: unknown, defs: Mapping): Mapping {
  const own = mappingOf(schema);
  const ref = textOf(own.$ref);
  if (!ref) return own;
  const { $ref: _, ...rest } = own;
  return { ...resolved(defs[ref.split('/').at(-1) ?? ''], defs), ...rest };
}

function fieldOf(schema: unknown, defs: Mapping, key: string, depth: number): Field {
  const whole = resolved(schema, defs);
  const options = mappingsOf(whole.anyOf).map((one) => resolved(one, defs));
  const real = options.filter((one) => one.type !== 'null');
  const nullable = options.length > real.length;
  const only = real.length === 1 ? real[0] : undefined;
  const one: Mapping = only
    ? { ...only, description: whole.description ?? only.description }
    : whole;
  const base: Base = {
    key,
    label: labelOf(key),
    help: textOf(one.description)
      .replaceAll(/\s+/g, ' ')
      .replaceAll(/\bnull = /g, 'not set = ')
      .trim(),
    nullable,
  };
  if (depth > DEEPEST || real.length > 1) return { ...base, kind: 'json' };
  return (
    plainField(base, one) ??
    listField(base, one, defs, depth) ??
    objectField(base, one, defs, depth)
  );
}

function plainField(base: Base, one: Mapping): Leaf | null {
  if ('const' in one) return { ...base, kind: 'fixed', value: one.const };
  if (Array.isArray(one.enum)) return { ...base, kind: 'choice', choices: one.enum.map(String) };
  switch (one.type) {
    case 'integer':
    case 'number':
      return { ...base, kind: 'number', integer: one.type === 'integer', bounds: boundsOf(one) };
    case 'string':
      return {
        ...base,
        kind: 'text',
        shortest: numberOf(one.minLength) ?? 0,
        longest: numberOf(one.maxLength) ?? 4000,
      };
    case 'boolean':
      return { ...base, kind: 'switch' };
    default:
      return null;
  }
}

function boundsOf(one: Mapping): Bounds {
  const bounds: Bounds = {};
  const least = numberOf(one.minimum);
  const most = numberOf(one.maximum);
  const above = numberOf(one.exclusiveMinimum);
  const below = numberOf(one.exclusiveMaximum);
  const step = numberOf(one.multipleOf);
  if (least !== null) bounds.least = least;
  if (most !== null) bounds.most = most;
  if (above !== null) bounds.above = above;
  if (below !== null) bounds.below = below;
  if (step !== null) bounds.multipleOf = step;
  return bounds;
}

function listField(base: Base, one: Mapping, defs: Mapping, depth: number): Leaf | null {
  if (one.type !== 'array') return null;
  const least = numberOf(one.minItems) ?? 0;
  if (Array.isArray(one.prefixItems)) {
    const fields = one.prefixItems.map((item, index) =>
      fieldOf(item, defs, String(index), depth + 1),
    );
    const numbers = fields.filter((field): field is NumberField => field.kind === 'number');
    return numbers.length === fields.length
      ? { ...base, kind: 'tuple', fields: numbers }
      : { ...base, kind: 'json' };
  }
  const item = fieldOf(one.items, defs, '', depth + 1);
  if (item.kind === 'choice') return { ...base, kind: 'many', choices: item.choices, least };
  if (item.kind === 'fixed') return { ...base, kind: 'many', choices: [String(item.value)], least };
  if (item.kind === 'text') return { ...base, kind: 'words', least };
  if (item.kind === 'group' && !item.fields.some((field) => field.kind === 'group')) {
    const fields = item.fields
      .filter((field): field is Leaf => field.kind !== 'group')
      .map((field) => ({ ...field, key: field.key.replace(/^\./, '') }));
    return { ...base, kind: 'rows', fields, least };
  }
  return { ...base, kind: 'json' };
}

function objectField(base: Base, one: Mapping, defs: Mapping, depth: number): Field {
  if (one.type !== 'object' || !isMapping(one.properties)) return { ...base, kind: 'json' };
  return {
    ...base,
    kind: 'group',
    fields: properties(one, defs, base.key, depth),
    fresh: freshOf(one, defs, depth),
  };
}

/** Defaults of an object; of what has none the first choice or the least number. */
function freshOf(one: Mapping, defs: Mapping, depth: number): Mapping {
  const required = Array.isArray(one.required) ? one.required : [];
  const found: Mapping = {};
  for (const [name, part] of Object.entries(mappingOf(one.properties))) {
    const schema = resolved(part, defs);
    if ('default' in schema) found[name] = schema.default;
    else if ('const' in schema) found[name] = schema.const;
    else if (Array.isArray(schema.enum)) found[name] = schema.enum[0];
    else if (isMapping(schema.properties) && depth < DEEPEST)
      found[name] = freshOf(schema, defs, depth + 1);
    else if (required.includes(name)) found[name] = numberOf(schema.minimum) ?? null;
  }
  return found;
}

/** All that can be changed, without the groups around it. */
export function leavesOf(fields: readonly Field[]): Leaf[] {
  return fields.flatMap((field) => (field.kind === 'group' ? leavesOf(field.fields) : [field]));
}

/** All fields, groups before what is in them. */
export function everyField(fields: readonly Field[]): Field[] {
  return fields.flatMap((field) =>
    field.kind === 'group' ? [field, ...everyField(field.fields)] : [field],
  );
}

/** The field at a key, a group too. */
export function fieldAt(fields: readonly Field[], key: string): Field | undefined {
  for (const field of fields) {
    if (field.key === key) return field;
    if (field.kind === 'group' && key.startsWith(`${field.key}.`))
      return fieldAt(field.fields, key);
  }
  return undefined;
}
