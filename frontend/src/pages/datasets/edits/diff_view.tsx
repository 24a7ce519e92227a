import { useMemo } from 'react';
import { diff, shortened } from './diff';

/** Before and after in one text: what went is struck out, what came is marked. */
export function DiffView({ before, after }: { before: string | null; after: string | null }) {
  const pieces = useMemo(() => shortened(diff(before ?? '', after ?? '')), [before, after]);
  if (!before && !after) return <span className="text-ink-3">empty before and after</span>;
  return (
    <p
      dir="auto"
      className="max-h-40 overflow-y-auto break-words whitespace-pre-wrap [unicode-bidi:isolate]"
    >
      {pieces.map((piece, place) =>
        piece.kind === 'same' ? (
          <span key={place} className="text-ink-2">
            {piece.text}
          </span>
        ) : piece.kind === 'out' ? (
          <del key={place} className="rounded-sm bg-bad-soft px-0.5 text-bad">
            {piece.text}
          </del>
        ) : (
          <ins key={place} className="rounded-sm bg-good-soft px-0.5 text-good no-underline">
            {piece.text}
          </ins>
        ),
      )}
    </p>
  );
}
