import { useCallback, useState } from 'react';

/** A state that a reload of the page does not lose; null is forgotten. */
export function useKept<T>(
  key: string,
  isOne: (value: unknown) => value is T,
): [T | null, (value: T | null) => void] {
  const stored = `spark-draft:${key}`;
  const [value, setValue] = useState<T | null>(() => read(stored, isOne));
  const keep = useCallback(
    (next: T | null) => {
      setValue(next);
      if (next === null) sessionStorage.removeItem(stored);
      else sessionStorage.setItem(stored, JSON.stringify(next));
    },
    [stored],
  );
  return [value, keep];
}

function read<T>(key: string, isOne: (value: unknown) => value is T): T | null {
  const text = sessionStorage.getItem(key);
  if (text === null) return null;
  try {
    const value: unknown = JSON.parse(text);
    return isOne(value) ? value : null;
  } catch {
    return null;
  }
}
