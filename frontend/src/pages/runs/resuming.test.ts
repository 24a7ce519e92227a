import { describe, expect, it } from 'vitest';
import { commandLine } from '@/lib/command';
import { asked, resumeOf, retryOf } from './resuming';

const words = [
  '/usr/lib/spark_trainer/__main__.py',
  'train',
  '--manifest=datasets/demo',
  '--set',
  'training.val_share=0.25',
  '--set=data.max_frames=2',
  '-o',
  'runs/first',
  '--json',
  '--',
  'apotheon-tiny',
];
const run = { words, template: 'apotheon-tiny', folder: 'runs/first', manifest: 'datasets/demo' };

describe('asked', () => {
  it('reads options in all their spellings', () => {
    expect(asked(words)).toEqual({
      command: 'train',
      arguments: ['apotheon-tiny'],
      options: {
        manifest: 'datasets/demo',
        set: ['training.val_share=0.25', 'data.max_frames=2'],
        output: 'runs/first',
      },
    });
    expect(asked(['spark-trainer', 'evaluate', 'x'])).toBeNull();
  });
});

describe('resumeOf', () => {
  it('goes on in the same folder with the same settings', () => {
    const { command, arguments: args, options } = resumeOf(run);
    expect(commandLine(command, args, options as never)).toBe(
      'spark-trainer train --manifest=datasets/demo --set=training.val_share=0.25 ' +
        '--set=data.max_frames=2 --output=runs/first --resume=auto -- apotheon-tiny',
    );
  });
});

describe('retryOf', () => {
  it('leaves the folder to be chosen', () => {
    expect(retryOf(run).options).not.toHaveProperty('output');
    expect(retryOf({ ...run, words: ['python', 'mine.py'] })).toEqual({
      command: 'train',
      arguments: ['apotheon-tiny'],
      options: { manifest: 'datasets/demo' },
    });
  });
});
