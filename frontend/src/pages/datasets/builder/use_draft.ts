import { useCallback, useEffect, useState } from 'react';
import type { Draft, Raw } from './draft';

const STORED = 'spark-dataset-draft';

export interface Kept {
  name: string;
  draft: Draft;
}
const NOTHING: Kept = { name: '', draft: {} };

/** The form as it was left, so that a reload or a look at another page loses nothing. */
export function useDraft(): {
  kept: Kept;
  setName: (name: string) => void;
  change: (flag: string, value: Raw | undefined) => void;
  take: (kept: Kept) => void;
} {
  const [kept, take] = useState<Kept>(read);
  useEffect(() => {
    sessionStorage.setItem(STORED, JSON.stringify(kept));
  }, [kept]);
  const setName = useCallback((name: string) => take((old) => ({ ...old, name })), []);
  const change = useCallback((flag: string, value: Raw | undefined) => {
    take((old) => {
      const draft = { ...old.draft };
      if (value === undefined) delete draft[flag];
      else draft[flag] = value;
      return { ...old, draft };
    });
  }, []);
  return { kept, setName, change, take };
}

export function forgetDraft(): void {
  sessionStorage.removeItem(STORED);
}

function read(): Kept {
  try {
    const found: unknown = JSON.parse(sessionStorage.getItem(STORED) ?? '');
    return isKept(found) ? found : NOTHING;
  } catch {
    return NOTHING;
  }
}

function isKept(value: unknown): value is Kept {
  if (typeof value !== 'object' || value === null) return false;
  if (!('name' in value) || typeof value.name !== 'string') return false;
  if (!('draft' in value) || typeof value.draft !== 'object' || value.draft === null) return false;
  return Object.values(value.draft).every((one) => ['string', 'boolean'].includes(typeof one));
}
