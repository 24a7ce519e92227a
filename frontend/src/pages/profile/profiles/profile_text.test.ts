import { describe, expect, it } from 'vitest';
import { groupsOf } from '../form/fields';
import { readText, textOf } from './profile_text';

const groups = groupsOf({
  properties: {
    description: { type: 'string' },
    batch_size: { anyOf: [{ type: 'integer', minimum: 1 }, { type: 'null' }] },
    adapter: {
      anyOf: [
        {
          properties: {
            kind: { enum: ['lora', 'qlora'] },
            rank: { type: 'integer', minimum: 1 },
            target_modules: { type: 'array' },
          },
        },
        { type: 'null' },
      ],
    },
  },
});

function mistakes(text: string) {
  return readText(text, groups).mistakes.map((one) => `${one.line} ${one.problem}`);
}

describe('a profile as YAML', () => {
  it('comes back as it was', () => {
    const profile = { description: 'a: b', batch_size: 4, adapter: { kind: 'lora', rank: 8 } };
    const read = readText(textOf(profile), groups);
    expect(read.value).toEqual(profile);
    expect(read.mistakes).toEqual([]);
    expect(readText('', groups).value).toEqual({});
  });

  it('names the line of each mistake', () => {
    const text = 'batch_size: 0\n# more\nadaptor: 1\nadapter:\n  kind: lora\n  rank: many\n';
    expect(mistakes(text)).toEqual([
      '1 batch_size: At least 1.',
      '3 adaptor: is not known. Known: description, batch_size, adapter.',
      '6 adapter.rank: A number is needed here.',
    ]);
    expect(readText(text, groups).lineOf('adapter.rank')).toBe(6);
    expect(readText(text, groups).lineOf('adapter.alpha')).toBe(4);
  });

  it('names the line where it is no YAML', () => {
    const [first] = mistakes('batch_size: 4\ndescription: "a\nadapter: 1\n');
    expect(first).toMatch(/^[234] /);
    expect(mistakes('- a\n- b\n')).toEqual(['1 Wanted settings, one a line, as batch_size: 8.']);
  });

  it('wants values of their kind', () => {
    expect(mistakes('description: 5\nadapter: {kind: x, target_modules: q}\n')).toEqual([
      '1 description: A text is needed here; put it into quotes.',
      '2 adapter.kind: One of lora, qlora.',
      '2 adapter.target_modules: A list is needed here, as [a, b].',
    ]);
  });
});
