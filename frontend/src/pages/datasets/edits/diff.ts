/** What became of a text, by words. */

export interface Piece {
  kind: 'same' | 'out' | 'in';
  text: string;
}

const MOST_CELLS = 400_000;

function wordsOf(text: string): string[] {
  return text.match(/\s+|[^\s]+/g) ?? [];
}

export function diff(before: string, after: string): Piece[] {
  const a = wordsOf(before);
  const b = wordsOf(after);
  let head = 0;
  while (head < a.length && head < b.length && a[head] === b[head]) head += 1;
  let tail = 0;
  while (
    tail < a.length - head &&
    tail < b.length - head &&
    a[a.length - 1 - tail] === b[b.length - 1 - tail]
  )
    tail += 1;
  const middle = between(a.slice(head, a.length - tail), b.slice(head, b.length - tail));
  return joined([
    { kind: 'same', text: a.slice(0, head).join('') },
    ...middle,
    { kind: 'same', text: tail ? a.slice(-tail).join('') : '' },
  ]);
}

/** The longest common row of words; of very long texts only that they differ. */
function between(a: string[], b: string[]): Piece[] {
  if (a.length * b.length > MOST_CELLS || !a.length || !b.length)
    return [
      { kind: 'out', text: a.join('') },
      { kind: 'in', text: b.join('') },
    ];
  const wide = b.length + 1;
  const best = new Uint32Array((a.length + 1) * wide);
  const at = (i: number, j: number) => best[i * wide + j] ?? 0;
  for (let i = a.length - 1; i >= 0; i--)
    for (let j = b.length - 1; j >= 0; j--)
      best[i * wide + j] =
        a[i] === b[j] ? at(i + 1, j + 1) + 1 : Math.max(at(i + 1, j), at(i, j + 1));
  const found: Piece[] = [];
  let i = 0;
  let j = 0;
  while (i < a.length || j < b.length) {
    if (i < a.length && j < b.length && a[i] === b[j]) {
      found.push({ kind: 'same', text: a[i] ?? '' });
      i += 1;
      j += 1;
    } else if (j >= b.length || (i < a.length && at(i + 1, j) >= at(i, j + 1))) {
      found.push({ kind: 'out', text: a[i] ?? '' });
      i += 1;
    } else {
      found.push({ kind: 'in', text: b[j] ?? '' });
      j += 1;
    }
  }
  return found;
}

/** Neighbours of a kind as one; between two same pieces, all that went before all that came. */
function joined(pieces: readonly Piece[]): Piece[] {
  const found: Piece[] = [];
  let out = '';
  let come = '';
  const flush = () => {
    if (out) found.push({ kind: 'out', text: out });
    if (come) found.push({ kind: 'in', text: come });
    out = '';
    come = '';
  };
  pieces.forEach((piece, place) => {
    if (!piece.text) return;
    const next = pieces[place + 1];
    const spaces = /^\s+$/.test(piece.text) && (out || come) && next && next.kind !== 'same';
    if (piece.kind === 'out') out += piece.text;
    else if (piece.kind === 'in') come += piece.text;
    else if (spaces) {
      out += piece.text;
      come += piece.text;
    } else {
      flush();
      const last = found.at(-1);
      if (last?.kind === 'same') last.text += piece.text;
      else found.push({ ...piece });
    }
  });
  flush();
  return found;
}

/** Long same pieces without their middle; long others cut off. */
export function shortened(pieces: readonly Piece[], around = 40, most = 600): Piece[] {
  return pieces.map((piece, place) => {
    const { kind, text } = piece;
    if (kind !== 'same')
      return text.length <= most ? piece : { kind, text: `${text.slice(0, most)}…` };
    const first = place === 0;
    const last = place === pieces.length - 1;
    if (text.length <= around * (first || last ? 1 : 2) + 10) return piece;
    if (first) return { kind, text: `…${text.slice(-around)}` };
    if (last) return { kind, text: `${text.slice(0, around)}…` };
    return { kind, text: `${text.slice(0, around)} … ${text.slice(-around)}` };
  });
}
