/** What lets this page change things: a key that the server gave it at the login. */

const STORED = 'spark-page-key';
const listeners = new Set<(needed: boolean) => void>();
let needed = false;

/** The key of this browser; null where there was no login yet. */
export function pageKey(): string | null {
  return localStorage.getItem(STORED);
}

/** Take the key that a login link brought in the fragment, and remove it from the address. */
export function takeKeyFromAddress(): void {
  const hash = window.location.hash;
  if (hash.startsWith('#key=')) {
    localStorage.setItem(STORED, decodeURIComponent(hash.slice('#key='.length)));
  } else if (hash === '#login') {
    needed = true;
  } else {
    return;
  }
  history.replaceState(history.state, '', window.location.pathname + window.location.search);
}

export function keepKey(key: string): void {
  localStorage.setItem(STORED, key);
  tell(false);
}

export function forgetKey(): void {
  localStorage.removeItem(STORED);
}

/** The server refused: somebody has to log in. */
export function sessionIsNeeded(): void {
  tell(true);
}

export function sessionIsNotNeeded(): void {
  tell(false);
}

export function isSessionNeeded(): boolean {
  return needed;
}

/** Be told when a login becomes needed, or is done. */
export function onSession(listener: (needed: boolean) => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

function tell(value: boolean): void {
  needed = value;
  for (const listener of listeners) listener(value);
}
