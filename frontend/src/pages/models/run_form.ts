import { useEffect, useState } from 'react';
import type { Edits } from './changes';
import { isMapping } from './json';
import type { Raw } from './raw';

interface Kept {
  edits: Edits;
  output: string | null;
}

export interface RunForm extends Kept {
  edit: (key: string, raw: Raw) => void;
  reset: (key: string) => void;
  resetAll: () => void;
  name: (output: string | null) => void;
}

/** What was typed into the form of a template; a reload or a lost server does not lose it. */
export function useRunForm(template: string): RunForm {
  const place = `spark-form ${template}`;
  const [kept, setKept] = useState<Kept>(() => stored(place));
  useEffect(() => {
    try {
      sessionStorage.setItem(place, JSON.stringify(kept));
    } catch {
      // A browser that keeps nothing loses the form with the page; it works all the same.
    }
  }, [place, kept]);
  return {
    ...kept,
    edit: (key, raw) => setKept((now) => ({ ...now, edits: { ...now.edits, [key]: raw } })),
    reset: (key) => setKept((now) => ({ ...now, edits: without(now.edits, key) })),
    resetAll: () => setKept((now) => ({ ...now, edits: {} })),
    name: (output) => setKept((now) => ({ ...now, output })),
  };
}

function without(edits: Edits, key: string): Edits {
  return Object.fromEntries(
    Object.entries(edits).filter(([one]) => one !== key && !one.startsWith(`${key}.`)),
  );
}

function stored(place: string): Kept {
  try {
    const found: unknown = JSON.parse(sessionStorage.getItem(place) ?? 'null');
    if (isMapping(found))
      return {
        edits: editsOf(found.edits),
        output: typeof found.output === 'string' ? found.output : null,
      };
  } catch {
    // Of another version: started anew.
  }
  return { edits: {}, output: null };
}

function editsOf(value: unknown): Edits {
  return isMapping(value)
    ? Object.fromEntries(Object.entries(value).filter((one): one is [string, Raw] => isRaw(one[1])))
    : {};
}

function isRaw(value: unknown): value is Raw {
  if (typeof value === 'string' || typeof value === 'boolean') return true;
  if (Array.isArray(value)) return value.every(isRaw);
  return isMapping(value) && Object.values(value).every(isRaw);
}
