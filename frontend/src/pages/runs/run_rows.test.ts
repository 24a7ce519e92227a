import { expect, it } from 'vitest';
import { filtered, stateCounts } from './run_rows';

const run = {
  id: '1',
  name: 'first',
  path: '/r/first',
  state: 'completed',
  message: null,
  template: 'tiny',
  created: null,
  step: 1,
  loss: 1,
  epoch: 0,
  epochs: 1,
  dataset: { name: 'pets', path: '/d/pets', id: null },
};

it('takes words of the name, the template and the dataset', () => {
  const runs = [run, { ...run, id: '2', name: 'other', state: 'running', dataset: null }];
  const ids = (search: Parameters<typeof filtered>[1]) => filtered(runs, search).map((r) => r.id);
  expect(ids({ text: 'TINY pets' })).toEqual(['1']);
  expect(ids({ state: ['running', 'failed'] })).toEqual(['2']);
  expect(ids({ template: 'none' })).toEqual([]);
  expect(ids({})).toEqual(['1', '2']);
  expect(stateCounts(runs)).toEqual([
    ['running', 1],
    ['completed', 1],
  ]);
});
