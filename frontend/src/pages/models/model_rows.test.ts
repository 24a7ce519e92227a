import { describe, expect, it } from 'vitest';
import { figureName, hasWords, rowsOf, runFactsOf } from './model_rows';

const run = {
  id: 'a',
  name: 'first',
  path: '/w/runs/first',
  state: 'completed',
  message: null,
  template: 'apotheon-tiny',
  created: '2026-11-28T15:09:35Z',
  step: 120,
  loss: 0.02,
  dataset: null,
  epoch: null,
  epochs: null,
};
const model = {
  id: 'm',
  name: 'first/model',
  path: '/w/runs/first/model',
  files: 2,
  bytes: 10,
  run: 'a',
  template: null,
  trainer: null,
};

describe('rowsOf', () => {
  it('joins a run and its model, and keeps what stands alone', () => {
    const rows = rowsOf(
      [run, { ...run, id: 'b', name: 'new' }],
      [model, { ...model, id: 'x', name: 'out', run: null }],
    );
    expect(rows.map((row) => [row.name, row.kind, row.bytes, row.usable])).toEqual([
      ['first', 'run', 10, true],
      ['new', 'run', null, false],
      ['out', 'export', 10, true],
    ]);
    expect(rows[0]?.created).toBe(Date.UTC(2026, 10, 28, 15, 9, 35) / 1000);
    const [first] = rows;
    expect(first && hasWords(first, 'TINY first')).toBe(true);
    expect(first && hasWords(first, 'export')).toBe(false);
  });
});

describe('runFactsOf', () => {
  it('puts tests before the best evaluation before the loss', () => {
    const found = runFactsOf({
      run: { dataset: { manifest: 'datasets/demo/manifest.jsonl' }, config: { trainer: 't' } },
      best: {
        'val loss': [7.5, 50],
        'val captioning_loss': [3, 50],
        'val transcripts, wer': [0.9, 100],
      },
      last_step: { loss: 0.03 },
      results: { test: { wer: 0.4 } },
    });
    expect(found).toMatchObject({ manifest: 'datasets/demo/manifest.jsonl', trainer: 't' });
    expect(found.figures).toEqual([
      { name: 'Test WER', value: 0.4, about: 'measured on the test split' },
      { name: 'Val transcripts WER', value: 0.9, about: 'best, at step 100' },
      { name: 'Train loss', value: 0.03, about: 'of the last step' },
    ]);
  });
  it('says nothing of a run that says nothing', () => {
    expect(runFactsOf(undefined)).toEqual({ manifest: null, trainer: null, figures: [] });
    expect(runFactsOf({ best: { 'val loss': 'x' } }).figures).toEqual([]);
  });
});

describe('figureName', () => {
  it('reads as a person says it', () => {
    expect(figureName('val transcripts, wer')).toBe('Val transcripts WER');
    expect(figureName('test captions, exact_match')).toBe('Test captions exact match');
  });
});
