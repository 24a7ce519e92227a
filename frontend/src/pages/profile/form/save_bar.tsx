import { Button } from '@/ui/button';

/** Stands at the foot of the page while something is not saved. */
export function SaveBar({
  said,
  busy,
  wrong,
  onSave,
  onDiscard,
  save = 'Save',
}: {
  said: string;
  busy: boolean;
  /** It cannot be saved as it is. */
  wrong: boolean;
  onSave: () => void;
  onDiscard: () => void;
  save?: string;
}) {
  return (
    <div
      role="region"
      aria-label="Unsaved changes"
      className="sticky bottom-18 z-20 mt-5 flex flex-wrap items-center justify-between gap-3 rounded-lg border border-line-strong bg-surface px-4 py-3 shadow-raised lg:bottom-4"
    >
      <p aria-live="polite" className="min-w-0 flex-1 font-medium">
        {said}
        {wrong && <span className="ml-2 font-normal text-bad">Mend what is marked first.</span>}
      </p>
      <div className="flex gap-2">
        <Button onClick={onDiscard} disabled={busy}>
          Discard
        </Button>
        <Button kind="primary" onClick={onSave} busy={busy} disabled={wrong}>
          {save}
        </Button>
      </div>
    </div>
  );
}
