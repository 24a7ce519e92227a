import { expect, it } from 'vitest';
import { type Answer, ENOUGH, HitStore, type Search } from './hit_store';

/** A log of lines of ten bytes; each answer looks at a thousand bytes. */
function searchOf(count: number, has: (n: number) => boolean): Search {
  return async ({ before, limit }) => {
    const end = Math.min(before ?? count * 10, count * 10);
    const hits: Answer['hits'] = [];
    let at = end;
    while (at > Math.max(0, end - 1000) && hits.length < limit) {
      at -= 10;
      if (has(at / 10)) hits.push({ line: `line ${at / 10}`, offset: at });
    }
    return { hits, begin: at, more: at > 0, bytes: count * 10 };
  };
}

it('asks on until the whole log was looked at', async () => {
  const store = new HitStore(searchOf(1000, (n) => n % 300 === 7));
  await store.look('x');
  expect(store.found.hits.map((hit) => hit.offset)).toEqual([9070, 6070, 3070, 70]);
  expect(store.found).toMatchObject({ begin: 0, bytes: 10_000, busy: false, error: null });
});

it('stops where there are enough, and goes on from there when it is asked', async () => {
  const store = new HitStore(searchOf(150, () => true));
  await store.look('x');
  expect([store.found.hits.length, store.found.begin]).toEqual([ENOUGH, 500]);
  await store.further();
  expect([store.found.hits.length, store.found.begin]).toEqual([150, 0]);
  expect(new Set(store.found.hits.map((hit) => hit.offset)).size).toBe(150);
});

it('forgets an answer that comes after another text', async () => {
  const waiting: (() => void)[] = [];
  const store = new HitStore(
    ({ text }) =>
      new Promise((done) => {
        waiting.push(() =>
          done({ hits: [{ line: text, offset: 0 }], begin: 0, more: false, bytes: 9 }),
        );
      }),
  );
  const first = store.look('old');
  const second = store.look('new');
  for (const answer of waiting) answer();
  await Promise.all([first, second]);
  expect(store.found.hits.map((hit) => hit.line)).toEqual(['new']);
  await store.look('');
  expect(store.found).toMatchObject({ text: '', hits: [], begin: null });
});

it('tells what went wrong, and keeps what it has', async () => {
  const search = searchOf(150, () => true);
  let gone = false;
  const store = new HitStore((query, signal) =>
    gone ? Promise.reject(new Error('gone')) : search(query, signal),
  );
  await store.look('x');
  gone = true;
  await store.further();
  expect([store.found.hits.length, String(store.found.error)]).toEqual([ENOUGH, 'Error: gone']);
  expect(store.found.busy).toBe(false);
});
