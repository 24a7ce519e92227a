import { describe, expect, it } from 'vitest';
import { fieldAt, fieldsOf, leavesOf } from './schema';

const SCHEMA = {
  $defs: {
    Training: {
      type: 'object',
      properties: {
        num_epochs: {
          type: 'integer',
          minimum: 1,
          description: 'Times that every\nsample is seen.',
        },
        learning_rate: { type: 'number', exclusiveMinimum: 0, maximum: 1 },
        mixed_precision: { enum: ['bf16', 'fp16', 'no'], type: 'string' },
        optimizer: { const: 'adamw', default: 'adamw', type: 'string' },
        max_steps: { anyOf: [{ type: 'integer', minimum: 1 }, { type: 'null' }], default: null },
        betas: { type: 'array', prefixItems: [{ type: 'number' }, { type: 'number' }] },
      },
    },
    Adapter: {
      type: 'object',
      description: 'Small matrices.',
      properties: {
        kind: { enum: ['lora', 'qlora'], type: 'string' },
        rank: { type: 'integer', default: 16 },
      },
      required: ['kind'],
    },
    Stage: {
      type: 'object',
      properties: {
        name: { type: 'string', minLength: 1 },
        epochs: {
          type: 'array',
          prefixItems: [{ type: 'integer' }, { anyOf: [{ type: 'integer' }, { type: 'null' }] }],
        },
        weights: {
          anyOf: [{ type: 'object', additionalProperties: { type: 'number' } }, { type: 'null' }],
        },
      },
    },
    Circle: { type: 'object', properties: { again: { $ref: '#/$defs/Circle' } } },
  },
  type: 'object',
  properties: {
    training: { $ref: '#/$defs/Training' },
    adapter: {
      anyOf: [{ $ref: '#/$defs/Adapter' }, { type: 'null' }],
      default: null,
      description: 'null = none.',
    },
    stages: { type: 'array', items: { $ref: '#/$defs/Stage' }, minItems: 1 },
    metrics: { type: 'array', items: { enum: ['wer', 'loss'], type: 'string' }, minItems: 1 },
    only: { type: 'array', items: { const: 'loss', type: 'string' } },
    targets: { type: 'array', items: { type: 'string', minLength: 1 } },
    free: { type: 'object', additionalProperties: true },
    odd: { anyOf: [{ type: 'integer' }, { type: 'string' }] },
  },
};

describe('fieldsOf', () => {
  const fields = fieldsOf(SCHEMA);

  it('names nested fields by their whole key, with one line of help', () => {
    expect(fieldAt(fields, 'training.num_epochs')).toMatchObject({
      kind: 'number',
      integer: true,
      bounds: { least: 1 },
      label: 'Epochs',
      help: 'Times that every sample is seen.',
      nullable: false,
    });
    expect(fieldAt(fields, 'training.learning_rate')).toMatchObject({
      integer: false,
      bounds: { above: 0, most: 1 },
    });
  });

  it('takes null as a way to say nothing', () => {
    expect(fieldAt(fields, 'training.max_steps')).toMatchObject({ kind: 'number', nullable: true });
    expect(fieldAt(fields, 'adapter')).toMatchObject({
      kind: 'group',
      nullable: true,
      help: 'not set = none.',
      fresh: { kind: 'lora', rank: 16 },
    });
  });

  it('knows choices, constants, lists and rows', () => {
    expect(fieldAt(fields, 'training.mixed_precision')).toMatchObject({ kind: 'choice' });
    expect(fieldAt(fields, 'training.optimizer')).toMatchObject({ kind: 'fixed', value: 'adamw' });
    expect(fieldAt(fields, 'training.betas')).toMatchObject({ kind: 'tuple' });
    expect(fieldAt(fields, 'metrics')).toMatchObject({ kind: 'many', choices: ['wer', 'loss'] });
    expect(fieldAt(fields, 'only')).toMatchObject({ kind: 'many', choices: ['loss'] });
    expect(fieldAt(fields, 'targets')).toMatchObject({ kind: 'words' });
    const stages = fieldAt(fields, 'stages');
    expect(stages).toMatchObject({ kind: 'rows', least: 1 });
    expect(stages?.kind === 'rows' && stages.fields.map((f) => [f.key, f.kind])).toEqual([
      ['name', 'text'],
      ['epochs', 'tuple'],
      ['weights', 'json'],
    ]);
  });

  it('shows as JSON what has no parts, or too many meanings', () => {
    expect(fieldAt(fields, 'free')).toMatchObject({ kind: 'json' });
    expect(fieldAt(fields, 'odd')).toMatchObject({ kind: 'json' });
  });

  it('ends where a schema refers to itself', () => {
    const circle = fieldsOf({ ...SCHEMA, properties: { it: { $ref: '#/$defs/Circle' } } });
    expect(leavesOf(circle).map((field) => field.kind)).toEqual(['json']);
  });

  it('makes nothing of what is no schema', () => {
    expect(fieldsOf(null)).toEqual([]);
    expect(fieldsOf({ properties: 3 })).toEqual([]);
  });
});
