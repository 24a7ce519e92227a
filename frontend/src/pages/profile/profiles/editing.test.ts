import { describe, expect, it } from 'vitest';
import { groupsOf } from '../form/fields';
import { asForm, asText, type Editing, isThere, isWrong, profileOf, withGroup } from './editing';

const groups = groupsOf({
  properties: {
    batch_size: { anyOf: [{ type: 'integer', minimum: 1 }, { type: 'null' }] },
    adapter: {
      anyOf: [
        {
          properties: {
            kind: { enum: ['lora', 'qlora'] },
            rank: { type: 'integer', minimum: 1, default: 16 },
          },
        },
        { type: 'null' },
      ],
    },
  },
});
const adapter = groups.find((group) => group.path === 'adapter');
const begun: Editing = { tag: null, before: '', name: 'a', draft: { batch_size: '4' }, text: '' };

describe('editing a profile', () => {
  it('goes from the form to YAML and back', () => {
    const text = asText(begun, groups);
    expect(text.text).toBe('batch_size: 4\n');
    expect(asForm(text, groups)?.draft).toEqual({ batch_size: '4' });
  });

  it('stays in YAML while that has a mistake', () => {
    expect(asForm({ ...begun, draft: null, text: 'batch_size: 0' }, groups)).toBeNull();
    expect(asForm({ ...begun, draft: null, text: 'a: [' }, groups)).toBeNull();
  });

  it('puts a group in with its defaults, and leaves it out', () => {
    if (!adapter) throw new Error('no adapter');
    const draft = withGroup({ batch_size: '4' }, adapter, true);
    expect(isThere(draft, adapter)).toBe(true);
    expect(profileOf({ ...begun, draft }, groups)).toEqual({
      batch_size: 4,
      adapter: { kind: 'lora', rank: 16 },
    });
    expect(withGroup(draft, adapter, false)).toEqual({ batch_size: '4' });
    expect(isWrong({ ...draft, 'adapter.rank': '0' }, groups)).toBe(true);
  });
});
