import { expect, it } from 'vitest';
import { chartsOf, curveLabel, curveValue, isLowerBetter } from './names';

it('puts the loss and the tasks first, and forgets no curve', () => {
  const charts = chartsOf(['zeta', 'grad_norm', 'losses/b', 'losses/a', 'loss', 'padding_share']);
  expect(charts.map((one) => one.title)).toEqual([
    'Loss',
    'Loss of each task',
    'Gradient norm',
    'Where the time goes',
    'zeta',
  ]);
  expect(charts[1]?.series).toEqual(['losses/a', 'losses/b']);
});

it('names curves and writes values with units', () => {
  expect(curveLabel('losses/captioning')).toBe('captioning');
  expect(curveLabel('tokens_per_s')).toBe('Tokens per second');
  expect(curveValue('memory_bytes')(1024)).toBe('1.00 KiB');
  expect(curveValue('data_wait_share')(0.125)).toBe('12.5 %');
});

it('knows what is better', () => {
  for (const name of ['loss', 'captioning_loss', 'transcripts, wer', 'transcripts, wer, raw'])
    expect(isLowerBetter(name)).toBe(true);
  for (const name of ['captions, exact_match', 'bleu', 'lossless'])
    expect(isLowerBetter(name)).toBe(false);
});
