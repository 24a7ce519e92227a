import { expect, test } from 'vitest';
import { isJunk, pickedOfDrop, sortOut, suffixOf } from './dropped';

function file(name: string): FileSystemFileEntry {
  const made = new File(['x'], name);
  const entry = { isFile: true, isDirectory: false, name, fullPath: `/top/${name}` };
  return Object.assign(entry, {
    file: (done: (found: File) => void) => done(made),
  }) as unknown as FileSystemFileEntry;
}

function folder(name: string, parts: FileSystemEntry[][]): FileSystemDirectoryEntry {
  return {
    isFile: false,
    isDirectory: true,
    name,
    createReader: () => {
      const left = [...parts];
      return { readEntries: (done: (some: FileSystemEntry[]) => void) => done(left.shift() ?? []) };
    },
  } as unknown as FileSystemDirectoryEntry;
}

test('a dropped folder is walked to its end, part after part', async () => {
  const many = Array.from({ length: 250 }, (_, n) => file(`clip${n}.mp4`));
  const inner = folder('inner', [[file('a.srt'), file('.DS_Store')]]);
  const top = folder('top', [
    many.slice(0, 100),
    many.slice(100, 200),
    [...many.slice(200), inner],
  ]);
  const items = [{ kind: 'file', webkitGetAsEntry: () => top }, { kind: 'string' }];
  const found = await pickedOfDrop({ items } as unknown as DataTransfer);
  expect(found).toHaveLength(251);
  expect(found[0]?.path).toBe('top/a.srt');
});

test('kinds that are not taken are counted, by kind', () => {
  const picked = ['a.MP4', 'b.jpg', 'c.jpg', 'README', '.mp4'].map((path) => ({
    path,
    file: new File(['xyz'], path),
  }));
  const found = sortOut(picked, ['.mp4'], 100);
  expect(found.taken.map((one) => one.path)).toEqual(['a.MP4']);
  expect(found.refused).toEqual({ '.jpg': 2, 'no suffix': 2 });
  expect(sortOut(picked, ['.mp4'], 2).tooLarge).toEqual(['a.MP4']);
});

test('suffixes and junk', () => {
  expect(suffixOf('a/b.c/d')).toBe('');
  expect(suffixOf('a/b.tar.GZ')).toBe('.gz');
  expect(isJunk('a/.git/x.mp4')).toBe(true);
  expect(isJunk('a/Thumbs.db')).toBe(true);
  expect(isJunk('a/b.mp4')).toBe(false);
});
