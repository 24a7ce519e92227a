import { expect, test } from 'vitest';
import { commandLine } from '@/lib/command';
import { lastPart, optionIn, wordsIn } from './words';

test('a command line gives its words again', () => {
  const odd = `it's "here" & there`;
  const line = commandLine('dataset build', [odd], { output: '/a b/c', fps: 2 });
  expect(wordsIn(line).at(-1)).toBe(odd);
  expect(optionIn(line, 'output')).toBe('/a b/c');
  expect(optionIn(line, 'input')).toBeNull();
  expect(lastPart('/a b/c/')).toBe('c');
});
