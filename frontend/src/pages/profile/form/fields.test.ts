import { describe, expect, it } from 'vitest';
import { draftOf, type Field, groupsOf, problemOf, rangeOf, typed, valuesOf } from './fields';

const SCHEMA = {
  $defs: {
    Adapter: {
      description: 'Small matrices.',
      properties: {
        kind: { enum: ['lora', 'qlora'], type: 'string' },
        rank: { type: 'integer', minimum: 1, maximum: 1024, default: 16 },
        target_modules: { type: 'array', default: ['all-linear'] },
      },
    },
    Precision: { enum: ['bf16', 'fp16'], type: 'string' },
  },
  properties: {
    version: { const: '1.0', default: '1.0' },
    precision: {
      anyOf: [{ $ref: '#/$defs/Precision' }, { type: 'null' }],
      default: null,
      description: 'What is multiplied in.',
    },
    learning_rate: {
      anyOf: [{ type: 'number', exclusiveMinimum: 0, maximum: 1 }, { type: 'null' }],
    },
    checkpointing: { type: 'boolean' },
    adapter: { anyOf: [{ $ref: '#/$defs/Adapter' }, { type: 'null' }], description: 'If any.' },
  },
};
const groups = groupsOf(SCHEMA);
const fields = groups.flatMap((group) => group.fields);

function field(path: string): Field {
  const found = fields.find((one) => one.path === path);
  if (!found) throw new Error(path);
  return found;
}

describe('a schema as fields', () => {
  it('takes references, nulls, ranges and texts', () => {
    expect(groups.map((group) => [group.path, group.optional, group.help])).toEqual([
      ['', false, ''],
      ['adapter', true, 'If any.'],
    ]);
    expect(field('precision')).toMatchObject({
      kind: 'choice',
      choices: ['bf16', 'fp16'],
      optional: true,
      help: 'What is multiplied in.',
    });
    expect(field('version')).toMatchObject({ kind: 'choice', choices: ['1.0'] });
    expect(field('adapter.target_modules')).toMatchObject({
      kind: 'words',
      fallback: 'all-linear',
    });
    expect(rangeOf(field('learning_rate'))).toBe('More than 0 to 1');
    expect(rangeOf(field('adapter.rank'))).toBe('1 to 1,024');
  });

  it('brings values to what is typed, and back', () => {
    const value = {
      learning_rate: 1e-5,
      checkpointing: false,
      adapter: { kind: 'lora', target_modules: ['q', 'v'] },
    };
    const draft = draftOf(fields, value);
    expect(draft.learning_rate).toBe('1e-5');
    expect(draft['adapter.target_modules']).toBe('q, v');
    expect(valuesOf(fields, draft)).toEqual(value);
  });

  it('leaves out what is empty', () => {
    expect(valuesOf(fields, { precision: '', 'adapter.rank': ' ' })).toEqual({});
  });

  it('says what is wrong', () => {
    expect(problemOf(field('learning_rate'), '0')).toBe('More than 0.');
    expect(problemOf(field('learning_rate'), 'fast')).toBe('This is not a number.');
    expect(problemOf(field('learning_rate'), '')).toBeNull();
    expect(problemOf(field('adapter.rank'), '1.5')).toBe('A whole number is needed here.');
    expect(problemOf(field('adapter.rank'), '')).toBe('A value is needed here.');
    expect(problemOf(field('precision'), 'int3')).toBe('One of bf16, fp16.');
  });

  it('writes small numbers as people do', () => {
    expect([1e-5, 0.05, 0, null].map(typed)).toEqual(['1e-5', '0.05', '0', '']);
  });
});
