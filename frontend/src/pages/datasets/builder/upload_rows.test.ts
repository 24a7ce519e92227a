import { expect, test } from 'vitest';
import type { Schemas } from '@/api/client';
import { earlierOf, namesOf, rowsOf, sumOf } from './upload_rows';

function known(name: string, more: Partial<Schemas['UploadState']> = {}): Schemas['UploadState'] {
  return { id: name, name, collection: 'c', length: 10, offset: 10, path: `/u/${name}`, ...more };
}

test('what this tab sends goes before what the server says of it', () => {
  const sending = [{ path: 'a.mp4', size: 10, sent: 3, state: 'sending' as const, problem: null }];
  const here = [
    known('a.mp4', { path: null, offset: 3 }),
    known('b.mp4', { path: null, offset: 5 }),
    known('b.srt'),
    known('x.mp4', { collection: 'other' }),
  ];
  const rows = rowsOf(sending, here, 'c');
  expect(rows.map((row) => [row.path, row.state])).toEqual([
    ['b.mp4', 'half'],
    ['a.mp4', 'sending'],
    ['b.srt', 'done'],
  ]);
  expect(sumOf(rows, ['.mp4'])).toMatchObject({
    size: 30,
    sent: 18,
    done: 1,
    moving: 1,
    videos: 2,
  });
});

test('earlier collections are told by their files', () => {
  const here = ['1', '2', '3', '4'].map((n) => known(`${n}.mp4`, { collection: 'old' }));
  const [old] = earlierOf(here, 'c');
  expect(old && namesOf(old)).toBe('1.mp4, 2.mp4, 3.mp4 and 1 more');
  expect(earlierOf(here, 'old')).toEqual([]);
});
