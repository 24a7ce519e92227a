/** What of these pages stands in their addresses. */

export interface ListSearch {
  /** Words that names must have. */
  q?: string;
}

export interface BuilderSearch {
  /** Where the videos come from; the folder unless it says otherwise. */
  from?: 'folder' | 'upload';
  folder?: string;
  collection?: string;
  /** A dataset whose settings the form begins with. */
  like?: string;
  /** The build that is watched. */
  job?: string;
}

function text(value: unknown): string | undefined {
  return typeof value === 'string' && value !== '' ? value : undefined;
}

export function listSearch(given: Record<string, unknown>): ListSearch {
  return { q: text(given.q) };
}

export function builderSearch(given: Record<string, unknown>): BuilderSearch {
  return {
    from: given.from === 'upload' ? 'upload' : undefined,
    folder: text(given.folder),
    collection: text(given.collection),
    like: text(given.like),
    job: text(given.job),
  };
}
