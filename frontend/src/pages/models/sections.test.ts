import { describe, expect, it } from 'vitest';
import { leavesOf } from './schema';
import { found, sectionsOf } from './sections';

const text = { type: 'string' };
const number = { type: 'number', description: 'Peak step size.' };
const SCHEMA = {
  properties: {
    name: text,
    resources: { type: 'object', properties: { disk_gb: number } },
    augmentations: { anyOf: [text, { type: 'null' }] },
    training: {
      type: 'object',
      properties: { optimizer: { const: 'adamw' }, learning_rate: number, weight_decay: number },
    },
    data: { type: 'object', properties: { format: { const: 'manifest' }, max_frames: number } },
    metrics: { type: 'array', items: { enum: ['loss'] } },
    fancy_part: {
      type: 'object',
      properties: { inner: { type: 'object', properties: { x: number } } },
    },
  },
};
const RUN = { properties: { val_share: number } };

describe('sectionsOf', () => {
  const sections = sectionsOf(SCHEMA, RUN, ['light']);
  it('has each setting of a run once, and none of the template itself', () => {
    expect(sections.map((one) => [one.id, leavesOf(one.fields).map((f) => f.key)])).toEqual([
      ['main', ['training.learning_rate']],
      ['training', ['training.weight_decay']],
      ['run', ['training.val_share', 'metrics']],
      ['data', ['data.max_frames', 'augmentations']],
      ['fancy_part', ['fancy_part.inner.x']],
    ]);
    expect(sections.at(-1)?.title).toBe('Fancy part');
  });
  it('offers the presets that there are', () => {
    expect(sections[3]?.fields[1]).toMatchObject({
      kind: 'choice',
      choices: ['light'],
      nullable: true,
    });
  });
  it('is searched in names, keys and help', () => {
    expect(leavesOf(found(sections[4]?.fields ?? [], 'x peak')).map((f) => f.key)).toEqual([
      'fancy_part.inner.x',
    ]);
    expect(found(sections[4]?.fields ?? [], 'nothing')).toEqual([]);
  });
});
