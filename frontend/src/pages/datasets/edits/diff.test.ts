import { expect, test } from 'vitest';
import { diff, shortened } from './diff';

const shown = (before: string, after: string) =>
  diff(before, after)
    .map(({ kind, text }) =>
      kind === 'same' ? text : kind === 'out' ? `[-${text}]` : `[+${text}]`,
    )
    .join('');

test('words that went and came stand between those that stayed', () => {
  expect(shown('Two bikes on a track.', 'Two red bikes on a road.')).toBe(
    'Two [+red ]bikes on a [-track.][+road.]',
  );
  expect(shown('', 'new')).toBe('[+new]');
  expect(shown('old', '')).toBe('[-old]');
  expect(shown('same', 'same')).toBe('same');
});

test('changed words beside each other are one change', () => {
  expect(shown('a b c d', 'a x y d')).toBe('a [-b c][+x y] d');
});

test('what is left and what came give both texts again, of any length', () => {
  const before = Array.from({ length: 3000 }, (_, n) => `w${n}`).join(' ');
  const after = before.replaceAll('7', 'seven');
  const pieces = diff(before, after);
  const of = (kind: string) =>
    pieces
      .filter((one) => one.kind === 'same' || one.kind === kind)
      .map((one) => one.text)
      .join('');
  expect(of('out')).toBe(before);
  expect(of('in')).toBe(after);
});

test('long stretches are shortened', () => {
  const pieces = shortened(diff(`${'a '.repeat(500)}x`, `${'a '.repeat(500)}y`));
  expect(pieces[0]?.text.length).toBeLessThan(60);
  expect(shortened(diff('', 'b'.repeat(5000)))[0]?.text.length).toBe(601);
});
