/** Texts that are being written: kept in the browser until they are saved or let go. */

export interface Draft {
  /** The text that was there when the writing began. */
  seen: string | null;
  text: string;
}

export interface Field {
  dataset: string;
  entry: string;
  what: 'caption' | 'all_captions' | 'transcript';
  index: number | null;
}

function keyOf({ dataset, entry, what, index }: Field): string {
  return `spark-draft:${dataset}:${entry}:${what}:${index ?? ''}`;
}

export function draftOf(field: Field): Draft | null {
  try {
    const kept: unknown = JSON.parse(localStorage.getItem(keyOf(field)) ?? 'null');
    if (typeof kept !== 'object' || kept === null || !('text' in kept) || !('seen' in kept))
      return null;
    const { text, seen } = kept;
    if (typeof text !== 'string' || (seen !== null && typeof seen !== 'string')) return null;
    return { text, seen };
  } catch {
    return null;
  }
}

export function keepDraft(field: Field, draft: Draft): void {
  try {
    localStorage.setItem(keyOf(field), JSON.stringify(draft));
  } catch {
    // The browser's store is full or off: the text is still in the page.
  }
}

export function dropDraft(field: Field): void {
  localStorage.removeItem(keyOf(field));
}
