import { Link } from '@tanstack/react-router';
import { clock, count } from '@/lib/format';
import { classes } from '@/ui/classes';
import type { Player } from './player';
import { Lane, type View } from './strip_lanes';
import { type Dropped, type Frame, type Reason, reasonOf } from './timeline';

export interface Hint {
  time: number;
  reason: Reason;
}

const COLOURS: Record<Reason['kind'], string> = {
  still: 'bg-series-8',
  duplicate: 'bg-series-5',
  duplicate_across: 'bg-series-4',
  other: 'bg-series-7',
};
const MOST = 800;

/** Candidates that were not kept: a mark each, that says why. */
export function DroppedLane({
  dropped,
  frames,
  threshold,
  view,
  player,
  onHint,
}: {
  dropped: readonly Dropped[];
  frames: readonly Frame[];
  threshold: number | null;
  view: View;
  player: Player;
  onHint: (hint: Hint) => void;
}) {
  const seen = dropped.filter((one) => one.time >= view.from && one.time <= view.to);
  return (
    <Lane high={22}>
      {seen.slice(0, MOST).map((one) => {
        const reason = reasonOf(one, frames, threshold);
        const hint = { time: one.time, reason };
        return (
          <button
            key={one.time}
            type="button"
            tabIndex={-1}
            aria-label={`Dropped at ${one.time.toFixed(2)} seconds, ${reason.words}`}
            title={`${one.time.toFixed(2)} s, ${reason.words}`}
            onMouseDown={(event) => event.preventDefault()}
            onPointerEnter={() => onHint(hint)}
            onClick={() => {
              onHint(hint);
              player.seek(one.time + 0.001);
            }}
            className="absolute top-0 flex h-full w-2.5 -translate-x-1/2 items-center justify-center"
            style={{ left: Math.min(view.wide - 3, Math.max(3, one.time * view.pxPerS)) }}
          >
            <span className={classes('h-3.5 w-1 rounded-full', COLOURS[reason.kind])} />
          </button>
        );
      })}
    </Lane>
  );
}

const NAMES: [Reason['kind'], string][] = [
  ['still', 'still'],
  ['duplicate', 'duplicate'],
  ['duplicate_across', 'duplicate of another video'],
];

/** Why the candidate that is pointed at was dropped; else what the colours mean. */
export function HintLine({
  dataset,
  hint,
  dropped,
}: {
  dataset: string;
  hint: Hint | null;
  dropped: readonly Dropped[];
}) {
  if (hint)
    return (
      <p className="flex min-w-0 flex-1 items-center gap-2 text-sm">
        <span
          aria-hidden
          className={classes('h-3.5 w-1 shrink-0 rounded-full', COLOURS[hint.reason.kind])}
        />
        <span className="min-w-0">
          <span className="tabular font-medium">{clock(hint.time, 2)}</span> dropped,{' '}
          {hint.reason.words}
          {hint.reason.like && (
            <>
              {' '}
              <Link
                to="/datasets/$dataset/entries/$entry"
                params={{ dataset, entry: hint.reason.like.entry }}
                className="text-accent underline"
              >
                show it
              </Link>
            </>
          )}
        </span>
      </p>
    );
  if (dropped.length === 0)
    return <p className="flex-1 text-sm text-ink-3">No candidate was dropped.</p>;
  return (
    <ul
      aria-label="Dropped frames"
      className="flex min-w-0 flex-1 flex-wrap gap-x-4 text-sm text-ink-3"
    >
      {NAMES.map(([kind, name]) => {
        const some = dropped.filter((one) => one.reason === kind).length;
        return (
          some > 0 && (
            <li key={kind} className="flex items-center gap-1.5">
              <span aria-hidden className={classes('h-3 w-1 rounded-full', COLOURS[kind])} />
              {count(some)} {name}
            </li>
          )
        );
      })}
    </ul>
  );
}
