import { Toast } from 'radix-ui';
import { classes } from './classes';
import { dismiss, type Told } from './toasts';

/** What was said, the newest last. */
export function ToastList({ all }: { all: readonly Told[] }) {
  return (
    <Toast.Provider swipeDirection="right" duration={6000}>
      {all.map((one) => (
        <Toast.Root
          key={one.id}
          duration={one.action || one.tone === 'bad' ? 10_000 : 4000}
          type={one.tone === 'bad' ? 'foreground' : 'background'}
          onOpenChange={(open) => {
            if (!open) dismiss(one.id);
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
