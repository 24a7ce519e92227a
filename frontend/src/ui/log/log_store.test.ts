import { describe, expect, it } from 'vitest';
import { hitsOf, LogStore, type Part, type Place, pieces } from './log_store';

/** A log as the server gives it, in parts of three lines of ten bytes. */
class Log {
  lines: string[] = [];
  read = async (place: Place): Promise<Part> => {
    const size = this.lines.length * 10;
    const end = 'before' in place ? place.before / 10 : this.lines.length;
    const from = 'offset' in place ? place.offset / 10 : Math.max(0, end - 3);
    const to = 'offset' in place ? Math.min(from + 3, this.lines.length) : end;
    return {
      lines: this.lines.slice(from, to),
      begin: from * 10,
      next: Math.max(from, to) * 10,
      more: to < this.lines.length,
      bytes: size,
    };
  };
  write(count: number) {
    for (let n = 0; n < count; n += 1) this.lines.push(`line ${this.lines.length}`);
  }
}

describe('LogStore', () => {
  it('shows the end first, then all that is added, and what was before when it is asked for', async () => {
    const log = new Log();
    log.write(100);
    const store = new LogStore(log.read);
    await store.update();
    expect(store.shown.lines).toEqual(['line 97', 'line 98', 'line 99']);
    log.write(10);
    await store.update();
    expect(store.shown.lines.at(-1)).toBe('line 109');
    await store.earlier();
    expect([store.shown.lines[0], store.shown.earlier]).toEqual(['line 94', 3]);
    await store.earlier(true);
    expect(store.shown.lines).toEqual(log.lines);
    expect([store.shown.earlier, store.shown.begin]).toEqual([97, 0]);
  });

  it('is the same value where nothing was added', async () => {
    const log = new Log();
    log.write(2);
    const store = new LogStore(log.read);
    await store.update();
    const { shown } = store;
    await store.update();
    expect(store.shown).toBe(shown);
  });

  it('begins anew where the file is another', async () => {
    const log = new Log();
    log.write(50);
    const store = new LogStore(log.read);
    await store.update();
    log.lines = ['new'];
    await store.update();
    expect(store.shown.lines).toEqual(['new']);
  });

  it('opens a place in the middle, goes on from there, and comes back to the end', async () => {
    const log = new Log();
    log.write(100);
    const store = new LogStore(log.read);
    await store.update();
    await store.open(500);
    const { shown } = store;
    expect(shown.lines).toEqual([47, 48, 49, 50, 51, 52].map((n) => `line ${n}`));
    expect([shown.lines[shown.opened?.row ?? -1], shown.atEnd]).toEqual(['line 50', false]);
    log.write(1);
    await store.update();
    expect(store.shown).toBe(shown);
    await store.later();
    await store.earlier();
    expect([store.shown.lines[0], store.shown.lines.at(-1)]).toEqual(['line 44', 'line 55']);
    await store.toEnd();
    expect([store.shown.lines, store.shown.atEnd]).toEqual([
      ['line 98', 'line 99', 'line 100'],
      true,
    ]);
    log.write(1);
    await store.update();
    expect(store.shown.lines.at(-1)).toBe('line 101');
  });

  it('follows the log again when a part from the middle has come to the end', async () => {
    const log = new Log();
    log.write(10);
    const store = new LogStore(log.read);
    await store.open(50);
    while (!store.shown.atEnd) await store.later();
    log.write(1);
    await store.update();
    expect(store.shown.lines.slice(-2)).toEqual(['line 9', 'line 10']);
    await store.open(0);
    expect(store.shown).toMatchObject({ begin: 0, opened: { row: 0 } });
    expect(store.shown.lines[0]).toBe('line 0');
  });

  it('leaves what is being loaded for a place that is asked for', async () => {
    const log = new Log();
    log.write(100);
    const store = new LogStore(log.read);
    await store.update();
    const all = store.earlier(true);
    await Promise.all([all, store.open(300), store.open(600)]);
    expect(store.shown.lines[store.shown.opened?.row ?? -1]).toBe('line 60');
    expect(store.shown.lines).toHaveLength(6);
  });

  it('keeps what it has when the server is gone, and goes on when it is back', async () => {
    const log = new Log();
    log.write(3);
    let gone = false;
    const store = new LogStore((place) =>
      gone ? Promise.reject(new Error('gone')) : log.read(place),
    );
    await store.update();
    gone = true;
    await store.update();
    expect([store.shown.lines.length, String(store.shown.error)]).toEqual([3, 'Error: gone']);
    gone = false;
    log.write(1);
    await store.update();
    expect([store.shown.lines.length, store.shown.error]).toEqual([4, null]);
  });
});

it('finds a text whatever its case, and shows where', () => {
  expect(hitsOf(['Loss 3', 'x', 'a loss'], 'LOSS')).toEqual([0, 2]);
  expect(hitsOf(['a'], '')).toEqual([]);
  expect(pieces('a Loss, loss!', 'loss')).toEqual(['a ', 'Loss', ', ', 'loss', '!']);
});
