import { expect, it } from 'vitest';
import { matching, sampleRows, spread } from './sample_rows';

const sample = { id: 'a', picture: 'p.jpg', strip: null, references: ['A dog.'], score: 0 };

it('gives each sample its outputs over time', () => {
  const rows = sampleRows([
    { step: 5, split: 'val', samples: [{ ...sample, output: 'x' }] },
    {
      step: 9,
      split: 'val',
      samples: [
        { ...sample, output: 'y' },
        { ...sample, id: 'b', output: 'z' },
      ],
    },
  ]);
  expect(rows.map((row) => [row.id, row.outputs.map((one) => one.step)])).toEqual([
    ['a', [5, 9]],
    ['b', [9]],
  ]);
});

it('spreads evenly from the first to the last', () => {
  expect(spread([1, 2, 3, 4, 5], 3)).toEqual([1, 3, 5]);
  expect(spread([1, 2], 3)).toEqual([1, 2]);
});

it('marks the words that are right', () => {
  const hits = (output: string, reference: string) =>
    matching(output, reference)
      .filter((one) => one.hit)
      .map((one) => one.word);
  expect(hits('a red dog runs', 'A dog runs fast.')).toEqual(['a', 'dog', 'runs']);
  expect(hits('', 'x')).toEqual([]);
  expect(hits('same words here', 'same words here')).toHaveLength(3);
});
