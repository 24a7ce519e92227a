/** Settings as a tree that can be folded and searched. Pure. */

export interface Branch {
  key: string;
  path: string;
  /** Of a leaf. */
  value?: unknown;
  inner?: Branch[];
}

export function branches(value: unknown, path = ''): Branch[] {
  const entries: [string, unknown][] = Array.isArray(value)
    ? value.map((one, index) => [String(index), one])
    : typeof value === 'object' && value !== null
      ? Object.entries(value)
      : [];
  return entries.map(([key, one]) => {
    const whole = path ? `${path}.${key}` : key;
    const deep = typeof one === 'object' && one !== null && Object.keys(one).length > 0;
    const plain = Array.isArray(one) && one.every((x) => typeof x !== 'object' || x === null);
    return deep && !plain
      ? { key, path: whole, inner: branches(one, whole) }
      : { key, path: whole, value: one };
  });
}

/** Those whose path or value has the text, with all that is above them. */
export function matchingBranches(all: readonly Branch[], text: string): Branch[] {
  const wanted = text.trim().toLowerCase();
  if (!wanted) return [...all];
  return all.flatMap((branch) => {
    if (branch.inner) {
      const inner = branch.path.toLowerCase().includes(wanted)
        ? branch.inner
        : matchingBranches(branch.inner, wanted);
      return inner.length ? [{ ...branch, inner }] : [];
    }
    const found = `${branch.path} ${shownValue(branch.value)}`.toLowerCase().includes(wanted);
    return found ? [branch] : [];
  });
}

export function leafCount(all: readonly Branch[]): number {
  return all.reduce((sum, one) => sum + (one.inner ? leafCount(one.inner) : 1), 0);
}

export function shownValue(value: unknown): string {
  return typeof value === 'string' ? value : JSON.stringify(value);
}
