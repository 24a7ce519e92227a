import { Toast } from 'radix-ui';
import { type ReactNode, useSyncExternalStore } from 'react';
import { classes } from './classes';

interface Told {
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

export function Toasts() {
  const all = useSyncExternalStore(subscribe, () => told);
  return (
    <Toast.Provider swipeDirection="right" duration={6000}>
      {all.map((one) => (
        <Toast.Root
          key={one.id}
          duration={one.action || one.tone === 'bad' ? 10_000 : 4000}
          type={one.tone === 'bad' ? 'foreground' : 'background'}
          onOpenChange={(open) => {
            if (!open) change(told.filter((other) => other.id !== one.id));
          }}
          className="flex items-center gap-3 rounded-md border bg-surface px-4 py-3 shadow-raised"
        >
          <span
            aria-hidden
            className={classes(
              'size-2 shrink-0 rounded-full',
              one.tone === 'good' ? 'bg-good' : 'bg-bad',
            )}
          />
          <Toast.Description className="min-w-0 flex-1 break-words">{one.text}</Toast.Description>
          {one.action && (
            <Toast.Action
              altText={one.action.label}
              onClick={one.action.run}
              className="font-medium text-accent hover:underline"
            >
              {one.action.label}
            </Toast.Action>
          )}
          <Toast.Close aria-label="Dismiss" className="text-ink-3 hover:text-ink">
            ×
          </Toast.Close>
        </Toast.Root>
      ))}
      <Toast.Viewport className="fixed right-4 bottom-20 z-50 flex w-[calc(100vw-2rem)] max-w-sm flex-col gap-2 lg:bottom-4" />
    </Toast.Provider>
  );
}
