import { describe, expect, it } from 'vitest';
import { changesOf, placed, setOptions, yamlOf } from './changes';
import { rangeText, rawOf, read } from './raw';
import { fieldAt, fieldsOf, type Leaf, leavesOf } from './schema';

const FIELDS = fieldsOf({
  type: 'object',
  properties: {
    training: {
      type: 'object',
      properties: {
        num_epochs: { type: 'integer', minimum: 1, maximum: 100 },
        learning_rate: { type: 'number', exclusiveMinimum: 0, maximum: 1 },
        max_steps: { anyOf: [{ type: 'integer' }, { type: 'null' }] },
        compile: { type: 'boolean' },
        mixed_precision: { enum: ['bf16', 'no'] },
      },
    },
    data: {
      type: 'object',
      properties: {
        prompt: { type: 'string', minLength: 1 },
        height: { type: 'integer', minimum: 64, multipleOf: 64 },
      },
    },
    adapter: {
      anyOf: [
        {
          type: 'object',
          properties: {
            kind: { enum: ['lora', 'qlora'] },
            rank: { type: 'integer', default: 16, minimum: 1 },
          },
          required: ['kind'],
        },
        { type: 'null' },
      ],
    },
    stages: {
      type: 'array',
      minItems: 1,
      items: {
        type: 'object',
        properties: {
          name: { type: 'string', minLength: 1 },
          epochs: {
            type: 'array',
            prefixItems: [{ type: 'integer' }, { anyOf: [{ type: 'integer' }, { type: 'null' }] }],
          },
        },
      },
    },
    metrics: { type: 'array', items: { enum: ['wer', 'loss'] } },
  },
});
const BASE = {
  training: {
    num_epochs: 10,
    learning_rate: 0.001,
    max_steps: null,
    compile: false,
    mixed_precision: 'no',
  },
  data: { prompt: 'a photo of', height: 320 },
  adapter: null,
  stages: [{ name: 'all', epochs: [0, null] }],
  metrics: ['wer', 'loss'],
};

function leaf(key: string): Leaf {
  const found = fieldAt(FIELDS, key);
  if (!found || found.kind === 'group') throw new Error(key);
  return found;
}

const sets = (edits: Parameters<typeof changesOf>[1], base: unknown = BASE) =>
  setOptions(changesOf(FIELDS, edits, base).values);

describe('changesOf', () => {
  it('gives what differs alone, in the order of the form', () => {
    expect(
      sets({
        'data.prompt': 'a film of: cats',
        'training.learning_rate': '1e-4',
        'training.num_epochs': '10',
        'training.compile': true,
      }),
    ).toEqual([
      'training.learning_rate=0.0001',
      'training.compile=true',
      'data.prompt="a film of: cats"',
    ]);
  });

  it('takes an empty field as null where that is a value', () => {
    const base = { ...BASE, training: { ...BASE.training, max_steps: 5 } };
    expect(sets({ 'training.max_steps': '' }, base)).toEqual(['training.max_steps=null']);
    expect(sets({ 'training.max_steps': '' })).toEqual([]);
  });

  it('gives a group that was not there whole, and one that goes as null', () => {
    expect(sets({ adapter: true })).toEqual(['adapter={"kind":"lora","rank":16}']);
    expect(sets({ adapter: true, 'adapter.rank': '4' })).toEqual([
      'adapter={"kind":"lora","rank":4}',
    ]);
    const there = { ...BASE, adapter: { kind: 'lora', rank: 8 } };
    expect(sets({ 'adapter.rank': '4' }, there)).toEqual(['adapter.rank=4']);
    expect(sets({ adapter: false, 'adapter.rank': '4' }, there)).toEqual(['adapter=null']);
    expect(sets({ 'adapter.rank': '4' })).toEqual([]);
  });

  it('gives lists whole', () => {
    const stages = [
      { name: 'first', epochs: ['0', '2'] },
      { name: 'rest', epochs: ['2', ''] },
    ];
    expect(sets({ stages, metrics: ['loss'] })).toEqual([
      'stages=[{"name":"first","epochs":[0,2]},{"name":"rest","epochs":[2,null]}]',
      'metrics=["loss"]',
    ]);
  });

  it('says what cannot be, by key, and leaves it out', () => {
    const found = changesOf(
      FIELDS,
      {
        'training.num_epochs': '1000',
        'training.learning_rate': '0',
        'data.prompt': '',
        'data.height': '100',
        'training.max_steps': '1.5',
        stages: [{ name: '', epochs: ['0', ''] }],
      },
      BASE,
    );
    expect(found.values).toEqual([]);
    expect(found.problems).toEqual({
      'training.num_epochs': 'Must be at most 100.',
      'training.learning_rate': 'Must be above 0, at most 1.',
      'data.prompt': 'Must not be empty.',
      'data.height': 'Must be a multiple of 64.',
      'training.max_steps': 'A whole number is wanted.',
      stages: 'Name: Must not be empty.',
    });
  });
});

describe('read and rawOf', () => {
  it('come back to the same value', () => {
    for (const field of leavesOf(FIELDS)) {
      const [head, rest] = field.key.split('.');
      const group = Object.entries(BASE).find(([key]) => key === head)?.[1];
      const value = rest ? Object.entries(group ?? {}).find(([key]) => key === rest)?.[1] : group;
      if (field.key.startsWith('adapter')) continue;
      expect(read(field, rawOf(field, value)), field.key).toEqual({ value });
    }
  });

  it('take no word for a number', () => {
    expect(read(leaf('training.num_epochs'), 'ten')).toEqual({ problem: '“ten” is no number.' });
    expect(read(leaf('training.num_epochs'), '0x10').problem).toBeTruthy();
    expect(read(leaf('training.num_epochs'), ' ')).toEqual({ problem: 'A number is missing.' });
  });
});

describe('yamlOf', () => {
  it('quotes what YAML would take for something else', () => {
    expect(yamlOf('a photo of')).toBe('a photo of');
    for (const text of ['yes', 'null', '1e3', '', 'a: b', 'x # y', '{x}', '- a', ' a', "it's", '"'])
      expect(yamlOf(text)).toBe(JSON.stringify(text));
  });

  it('writes numbers, nothing and lists', () => {
    expect([1e-7, 3, true, null, [1, 'a']].map(yamlOf)).toEqual([
      '1e-7',
      '3',
      'true',
      'null',
      '[1,"a"]',
    ]);
  });
});

describe('placed', () => {
  it('finds the field of a mistake, or says it whole', () => {
    const found = placed(leavesOf(FIELDS), [
      { key: 'training.num_epochs', problem: 'too many' },
      { key: 'stages[0].epochs', problem: 'a gap' },
      { key: 'data', problem: 'does not go together' },
      { key: '', problem: 'epoch 9 has no stage' },
    ]);
    expect(found.at).toEqual({ 'training.num_epochs': 'too many', stages: 'a gap' });
    expect(found.rest).toEqual(['data: does not go together', 'epoch 9 has no stage']);
  });
});

describe('rangeText', () => {
  it('says what is allowed', () => {
    expect(rangeText({ least: 1, most: 5 })).toBe('1 to 5');
    expect(rangeText({ least: 0, below: 1 })).toBe('0 or more, below 1');
    expect(rangeText({ least: 1, most: 1e6 })).toBe('1 or more');
    expect(rangeText({})).toBe('');
  });
});
