import { X } from 'lucide-react';
import { type ReactNode, useEffect, useId, useRef } from 'react';
import { IconButton } from './button';
import { classes } from './classes';

interface Props {
  open: boolean;
  onClose: () => void;
  title: ReactNode;
  about?: ReactNode;
  /** At the end, at the right. */
  actions?: ReactNode;
  wide?: boolean;
  children?: ReactNode;
}

/** The browser's own modal dialog: it holds the focus, Escape closes it, the rest is inert. */
export function Dialog({ open, onClose, title, about, actions, wide, children }: Props) {
  const ref = useRef<HTMLDialogElement>(null);
  const name = useId();
  useEffect(() => {
    const dialog = ref.current;
    if (open && !dialog?.open) dialog?.showModal();
    if (!open && dialog?.open) dialog.close();
  }, [open]);
  return (
    // biome-ignore lint/a11y/useKeyWithClickEvents: Escape closes it, by the browser
    <dialog
      ref={ref}
      aria-labelledby={name}
      onCancel={(event) => {
        event.preventDefault();
        onClose();
      }}
      onClick={(event) => {
        if (event.target === ref.current) onClose();
      }}
      className={classes(
        'max-h-[calc(100dvh-2rem)] w-[calc(100vw-2rem)] overflow-hidden rounded-lg border bg-surface p-0 shadow-raised',
        wide ? 'max-w-3xl' : 'max-w-lg',
      )}
    >
      {open && (
        <div className="flex max-h-[calc(100dvh-2rem)] flex-col">
          <header className="flex items-start justify-between gap-4 px-5 pt-4 pb-2">
            <div>
              <h2 id={name} className="text-lg font-semibold">
                {title}
              </h2>
              {about && <p className="mt-0.5 text-ink-2">{about}</p>}
            </div>
            <IconButton label="Close" onClick={onClose} className="-mr-1.5">
              <X className="size-4" />
            </IconButton>
          </header>
          <div className="overflow-y-auto px-5 py-2">{children}</div>
          {actions && (
            <footer className="flex flex-wrap justify-end gap-2 px-5 pt-2 pb-4">{actions}</footer>
          )}
        </div>
      )}
    </dialog>
  );
}
