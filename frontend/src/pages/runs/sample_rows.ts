/** Samples of the evaluations, turned so that each has its outputs over time. Pure. */
import type { Schemas } from '@/api/client';

type Evaluation = Schemas['RunEvaluation'];

export interface Output {
  step: number;
  text: string;
  strip: string | null;
  score: number | null;
}

export interface SampleRow {
  id: string;
  picture: string | null;
  references: string[];
  /** One an evaluation, in order. */
  outputs: Output[];
}

export function sampleRows(evaluations: readonly Evaluation[]): SampleRow[] {
  const rows = new Map<string, SampleRow>();
  for (const { step, samples } of evaluations) {
    for (const { id, picture, strip, references, output, score } of samples) {
      const row = rows.get(id) ?? { id, picture, references, outputs: [] };
      row.outputs.push({ step, text: output, strip, score });
      rows.set(id, row);
    }
  }
  return [...rows.values()];
}

/** At most so many of a row of evaluations, evenly, the first and the last among them. */
export function spread<T>(all: readonly T[], most: number): T[] {
  if (all.length <= most) return [...all];
  if (most <= 1) return all.slice(-1);
  return Array.from(
    { length: most },
    (_, n) => all[Math.round((n * (all.length - 1)) / (most - 1))],
  ).filter((one): one is T => one !== undefined);
}

/** Words of an output that the reference has at their place (a longest common subsequence). */
export function matching(output: string, reference: string): { word: string; hit: boolean }[] {
  const words = output.split(/\s+/).filter(Boolean).slice(0, 400);
  const wanted = reference.split(/\s+/).filter(Boolean).slice(0, 400).map(plain);
  const width = wanted.length + 1;
  const best = new Uint16Array((words.length + 1) * width);
  const at = (row: number, column: number) => best[row * width + column] ?? 0;
  const same = (row: number, column: number) => plain(words[row] ?? '') === wanted[column];
  for (let row = words.length - 1; row >= 0; row -= 1)
    for (let column = wanted.length - 1; column >= 0; column -= 1)
      best[row * width + column] = same(row, column)
        ? at(row + 1, column + 1) + 1
        : Math.max(at(row + 1, column), at(row, column + 1));
  let column = 0;
  return words.map((word, row) => {
    let next = column;
    while (next < wanted.length && !same(row, next)) next += 1;
    const hit = next < wanted.length && at(row + 1, next + 1) + 1 >= at(row + 1, column);
    if (hit) column = next + 1;
    return { word, hit };
  });
}

function plain(word: string): string {
  return word.toLowerCase().replaceAll(/[^\p{L}\p{N}]/gu, '');
}
