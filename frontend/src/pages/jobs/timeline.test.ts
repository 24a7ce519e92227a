import { expect, it } from 'vitest';
import { timelineOf } from './timeline';

it('tells where a job is, and passes by what it does not know', () => {
  const told = timelineOf([
    { event: 'run_started', time: 5, samples: 4, parameters: 3913860, device: 'cpu' },
    { event: 'step', step: 1 },
    { event: 'evaluation', step: 50, metrics: { loss: 1.5, wer: null } },
    { event: 'failed', message: '<b>no memory</b>' },
    { event: 'constructor' },
    { event: 7 },
  ]);
  expect(told).toEqual([
    {
      at: 5,
      mark: 'begin',
      title: 'Training began',
      detail: '4 samples, 3,913,860 parameters, cpu',
    },
    { at: null, mark: 'plain', title: 'Evaluation at step 50', detail: 'loss 1.5' },
    { at: null, mark: 'bad', title: 'Failed', detail: '<b>no memory</b>' },
  ]);
});
