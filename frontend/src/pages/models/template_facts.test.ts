import { describe, expect, it } from 'vitest';
import { matches, problemOf, templateOf } from './template_facts';

const ROW = {
  id: 'x',
  trainer: 'own',
  extends: null,
  file: '/t.yaml',
  line: 3,
  shipped: false,
  template: {
    name: 'My speech',
    category: 'asr',
    description: 'Speech of the harbour.',
    tags: ['audio', 3],
    training: { mixed_precision: 'no', batch_size: 4 },
    architecture: { adapter: { kind: 'qlora', rank: 8 } },
    objectives: { transcription: { loss: 'cross_entropy', weight: 1, temperature: 0.1 } },
    curriculum: {
      stages: [
        { name: 'a', epochs: [0, null], modalities: ['text'], frozen: null, learning_rate: 1 },
      ],
    },
  },
};

describe('templateOf', () => {
  it('reads what is there, and makes nothing up', () => {
    const found = templateOf(ROW);
    expect(found).toMatchObject({
      name: 'My speech',
      tags: ['audio'],
      precision: 'fp32',
      batchSize: 4,
      gpuMemoryGb: null,
      adapter: 'QLoRA, rank 8',
      objectives: [{ name: 'transcription', weight: 1, rest: [['temperature', 0.1]] }],
      stages: [{ first: 0, end: null, rest: [['learning_rate', 1]] }],
    });
    expect(templateOf({ ...ROW, template: {} })).toMatchObject({ name: 'x', tags: [], stages: [] });
  });

  it('is found by all words of a search', () => {
    const found = templateOf(ROW);
    expect(matches(found, 'HARBOUR audio')).toBe(true);
    expect(matches(found, 'harbour video')).toBe(false);
    expect(matches(found, ' ')).toBe(true);
  });
});

describe('problemOf', () => {
  it('takes file and line apart', () => {
    expect(problemOf('/a b/t.yaml:12: key `x`: unknown: y')).toEqual({
      file: '/a b/t.yaml',
      line: '12',
      text: 'key `x`: unknown: y',
    });
    expect(problemOf('cannot be read')).toEqual({ file: '', line: '', text: 'cannot be read' });
  });
});
