import { expect, test } from 'vitest';
import {
  type Backend,
  chosen,
  draftFrom,
  nameFrom,
  nameProblem,
  optionsOf,
  problemsOf,
  type Setting,
  type Step,
} from './draft';

function setting(flag: string, more: Partial<Setting> = {}): Setting {
  return {
    flag,
    parameter: flag,
    kind: 'number',
    default: 1,
    allowed: 'a number above 0',
    about: '',
    choices: [],
    bounds: { exclusiveMinimum: 0, maximum: 1000 },
    ...more,
  };
}

function backend(name: string, more: Partial<Backend> = {}): Backend {
  return {
    kind: 'captions',
    name,
    about: '',
    needs: 'nothing',
    works: true,
    why_not: null,
    get: null,
    usual: false,
    models: [],
    flags: [],
    ...more,
  };
}

const STEPS: Step[] = [
  {
    op: 'frames',
    about: '',
    settings: [
      setting('fps'),
      setting('resolution', { kind: 'size', default: '224x224', bounds: {} }),
      setting('smart-sampling', { kind: 'switch', default: true, bounds: {} }),
      setting('motion-threshold', { default: 0.3, bounds: { minimum: 0, maximum: 1 } }),
    ],
  },
  {
    op: 'captions',
    about: '',
    settings: [
      setting('caption-backend', { kind: 'choice', default: 'blip2', bounds: {} }),
      setting('caption-prompt', { kind: 'text', default: null, bounds: {}, parameter: 'prompt' }),
      setting('caption-batch-size', { kind: 'text', default: 4, bounds: { minimum: 1 } }),
      setting('caption-url', { kind: 'text', default: null, bounds: {}, parameter: 'url' }),
    ],
  },
  {
    op: 'scenes',
    about: '',
    settings: [setting('scene-detection', { kind: 'switch', default: true, parameter: null })],
  },
];
const BACKENDS = [
  backend('blip2', { works: false, flags: ['caption-prompt', 'caption-batch-size'] }),
  backend('openai', { works: false, flags: ['caption-url', 'caption-prompt'] }),
  backend('sidecar', { usual: true }),
];

test('only what is not the default becomes an option, and the back end always', () => {
  expect(optionsOf(STEPS, {}, BACKENDS)).toEqual({ 'caption-backend': 'sidecar' });
  const draft = { fps: ' 2 ', resolution: '224x224', 'smart-sampling': false };
  expect(optionsOf(STEPS, draft, BACKENDS)).toEqual({
    'caption-backend': 'sidecar',
    fps: 2,
    'smart-sampling': false,
  });
});

test('what a back end does not take is left out, and comes back with it', () => {
  const draft = { 'caption-prompt': 'Say it.', 'caption-backend': 'sidecar' };
  expect(optionsOf(STEPS, draft, BACKENDS)).toEqual({ 'caption-backend': 'sidecar' });
  expect(optionsOf(STEPS, { ...draft, 'caption-backend': 'blip2' }, BACKENDS)).toEqual({
    'caption-backend': 'blip2',
    'caption-prompt': 'Say it.',
  });
  expect(chosen('captions', { 'caption-backend': 'gone' }, BACKENDS)?.name).toBe('sidecar');
});

test('values out of their range are named by flag', () => {
  const draft = {
    fps: '0',
    resolution: '8x9000',
    'motion-threshold': '2',
    'caption-backend': 'blip2',
    'caption-batch-size': '1.5',
  };
  expect(Object.keys(problemsOf(STEPS, draft, BACKENDS))).toEqual([
    'fps',
    'resolution',
    'motion-threshold',
    'caption-batch-size',
  ]);
  const fine = { ...draft, fps: '0.5', resolution: 'source', 'caption-batch-size': 'auto' };
  expect(problemsOf(STEPS, { ...fine, 'smart-sampling': false }, BACKENDS)).toEqual({});
  expect(problemsOf(STEPS, { 'caption-backend': 'openai' }, BACKENDS)).toEqual({
    'caption-url': 'Give the address of the server.',
  });
});

test('a dataset that was built gives its form again', () => {
  const settings = {
    steps: {
      frames: { fps: 2, resolution: null, 'smart-sampling': false },
      captions: { 'caption-backend': 'blip2', prompt: 'Look.' },
    },
  };
  const draft = draftFrom(STEPS, settings);
  expect(optionsOf(STEPS, draft, BACKENDS)).toEqual({
    fps: 2,
    resolution: 'source',
    'smart-sampling': false,
    'caption-backend': 'blip2',
    'caption-prompt': 'Look.',
    'scene-detection': false,
  });
});

test('names are checked, and made of what there is', () => {
  expect(nameProblem('pets_2')).toBeNull();
  expect(nameProblem('')).not.toBeNull();
  expect(nameProblem('-x')).not.toBeNull();
  expect(nameFrom('Été à la mer (2)')).toBe('Ete-a-la-mer-2');
  expect(nameFrom('...')).toBe('');
});
