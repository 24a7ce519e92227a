import { TriangleAlert } from 'lucide-react';
import { Button } from '@/ui/button';
import { DiffView } from './diff_view';

/** Somebody has changed a text while it was being written here: both are shown, and one is chosen. */
export function Conflict({
  theirs,
  mine,
  onMine,
  onTheirs,
}: {
  theirs: string | null;
  mine: string;
  onMine: () => void;
  onTheirs: () => void;
}) {
  return (
    <div role="alert" className="space-y-2 rounded-md border border-warn/40 bg-warn-soft p-3">
      <p className="flex items-start gap-2 font-medium text-warn">
        <TriangleAlert aria-hidden className="mt-0.5 size-4 shrink-0" />
        This text was changed meanwhile. Yours is below, and nothing is lost.
      </p>
      <p className="text-sm font-medium">It is now</p>
      <p
        dir="auto"
        tabIndex={0}
        className="max-h-32 overflow-y-auto rounded-sm bg-surface px-2 py-1 break-words whitespace-pre-wrap [unicode-bidi:isolate]"
      >
        {theirs ?? <span className="text-ink-3">no text</span>}
      </p>
      <p className="text-sm font-medium">Yours would change it so</p>
      <div className="rounded-sm bg-surface px-2 py-1">
        <DiffView before={theirs} after={mine} />
      </div>
      <div className="flex flex-wrap gap-2">
        <Button small onClick={onMine}>
          Save mine in its place
        </Button>
        <Button small onClick={onTheirs}>
          Take theirs
        </Button>
      </div>
    </div>
  );
}
