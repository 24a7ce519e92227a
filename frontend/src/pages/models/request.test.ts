import { describe, expect, it } from 'vitest';
import { planCommand, trainCommand } from './request';

const training = {
  template: 'apotheon-tiny',
  manifest: 'datasets/demo',
  output: 'mine',
  sets: ['training.num_epochs=2', 'data.prompt="a: b"'],
};

describe('commands', () => {
  it('have what was changed, and nothing else', () => {
    expect(trainCommand(training)).toBe(
      `spark-trainer train --manifest=datasets/demo --output=runs/mine --set=training.num_epochs=2 '--set=data.prompt="a: b"' -- apotheon-tiny`,
    );
    expect(trainCommand({ ...training, output: '', sets: [], profile: 'llm' })).toBe(
      'spark-trainer train --manifest=datasets/demo --profile=llm -- apotheon-tiny',
    );
  });
  it('plan without a run folder', () => {
    expect(planCommand({ ...training, sets: ['a=1'] })).toBe(
      'spark-trainer train --manifest=datasets/demo --set=a=1 --plan -- apotheon-tiny',
    );
  });
});
