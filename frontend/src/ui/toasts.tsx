import { lazy, type ReactNode, Suspense, useEffect, useSyncExternalStore } from 'react';

export interface Told {
  id: number;
  text: ReactNode;
  tone: 'good' | 'bad';
  action?: { label: string; run: () => void };
}

let told: readonly Told[] = [];
let next = 1;
const listeners = new Set<() => void>();

function change(value: readonly Told[]): void {
  told = value;
  for (const listener of listeners) listener();
}

/** Say that something was done. An `action` such as undoing it stays for ten seconds. */
export function say(text: ReactNode, action?: Told['action']): void {
  change([...told.slice(-2), { id: next++, text, tone: 'good', action }]);
}

/** Say that something could not be done. */
export function sayFailed(error: unknown): void {
  const text = error instanceof Error ? error.message : String(error);
  change([...told.slice(-2), { id: next++, text, tone: 'bad' }]);
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

/** Take one away. */
export function dismiss(id: number): void {
  change(told.filter((one) => one.id !== id));
}

const load = () => import('./toast_list');
const ToastList = lazy(() => load().then((module) => ({ default: module.ToastList })));

/** After the first page is there, and before the server could be gone. */
const LOADED_AFTER_MS = 2500;

/** What was said, at the foot. Its code is no part of the first page: nothing is said there yet. */
export function Toasts() {
  const all = useSyncExternalStore(subscribe, () => told);
  useEffect(() => {
    // One that cannot be fetched now is tried again when something is said.
    const timer = setTimeout(() => void load().catch(() => {}), LOADED_AFTER_MS);
    return () => clearTimeout(timer);
  }, []);
  if (next === 1) return null;
  return (
    <Suspense fallback={null}>
      <ToastList all={all} />
    </Suspense>
  );
}
