// @vitest-environment jsdom
// @vitest-environment jsdom
import { expect, test } from 'vitest';
import { draftOf, dropDraft, type Field, keepDraft } from './drafts';

const field: Field = { dataset: 'd', entry: 'e', what: 'all_captions', index: 2 };

test('a draft is kept for its own field', () => {
  keepDraft(field, { seen: null, text: 'half a sent' });
  expect(draftOf(field)).toEqual({ seen: null, text: 'half a sent' });
  expect(draftOf({ ...field, index: 1 })).toBeNull();
  dropDraft(field);
  expect(draftOf(field)).toBeNull();
});

test('what is no draft is none', () => {
  for (const odd of ['{', '3', '{"text":1,"seen":null}', '{"text":"a"}']) {
    localStorage.setItem('spark-draft:d:e:all_captions:2', odd);
    expect(draftOf(field)).toBeNull();
  }
});
