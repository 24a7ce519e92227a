import type { ReactNode } from 'react';
import { clock } from '@/lib/format';
import { classes } from '@/ui/classes';
import type { Player } from './player';
import { spanAt } from './timeline';
import { useFollowed } from './use_player';

/** The stretch of time that is drawn. */
export interface View {
  pxPerS: number;
  wide: number;
  from: number;
  to: number;
  /** Of the whole video. */
  length: number;
}

export function Lane({ high, children }: { high: number; children: ReactNode }) {
  return (
    <div className="relative mb-1" style={{ height: high }}>
      {children}
    </div>
  );
}

const LOOKS = {
  scene: 'h-full rounded-sm bg-sunken border text-ink-3 justify-center',
  caption: 'h-full rounded-sm bg-info-soft text-info px-1.5 data-now:ring-1 data-now:ring-info',
  speech: 'h-full rounded-sm bg-good-soft text-good px-1.5 data-now:ring-1 data-now:ring-good',
  word: 'h-full rounded-sm bg-sunken text-ink-2 px-0.5 justify-center data-now:bg-accent data-now:text-on-accent',
  doubt: 'bottom-0 h-1 rounded-full bg-warn',
} as const;

const MOST = 600;
/** Narrower, a word cannot be read. */
const LEAST_WORD_PX = 5;

interface Span {
  start: number;
  end: number;
  text: string;
}

/** Stretches of time with their texts; a click goes to the beginning of one. */
export function Spans({
  spans,
  view,
  player,
  look,
  name,
}: {
  spans: readonly Span[];
  view: View;
  player?: Player;
  look: keyof typeof LOOKS;
  name: string;
}) {
  const seen = spans
    .map((span, place) => ({ span, place }))
    .filter(({ span }) => span.end >= view.from && span.start <= view.to);
  const least = look === 'word' ? LEAST_WORD_PX : 0;
  const drawn = seen
    .filter(({ span }) => (span.end - span.start) * view.pxPerS >= least)
    .slice(0, MOST);
  if (look === 'word' && drawn.length < seen.length / 2)
    return <p className="sticky left-2 w-fit text-xs text-ink-3">wider, the words can be read</p>;
  return drawn.map(({ span, place }) => {
    const left = span.start * view.pxPerS;
    const props = {
      title: `${name}${look === 'scene' ? ` ${place + 1}` : ''}, ${clock(span.start, 2)} to ${clock(span.end, 2)}${span.text ? `: ${span.text.slice(0, 300)}` : ''}`,
      style: { left, width: Math.max(2, Math.min(span.end, view.length) * view.pxPerS - left - 1) },
      className: classes(
        'absolute flex items-center overflow-hidden text-xs whitespace-nowrap',
        LOOKS[look],
      ),
    };
    if (!player)
      return (
        <span key={place} {...props}>
          {look === 'scene' ? place + 1 : null}
        </span>
      );
    return (
      <Now key={place} player={player} spans={spans} place={place} {...props}>
        {span.text.slice(0, 200)}
      </Now>
    );
  });
}

function Now({
  player,
  spans,
  place,
  children,
  ...props
}: {
  player: Player;
  spans: readonly Span[];
  place: number;
  children: string;
  title: string;
  style: React.CSSProperties;
  className: string;
}) {
  const now = useFollowed(player, (one) => spanAt(spans, one.time) === place);
  return (
    <button
      type="button"
      tabIndex={-1}
      data-now={now || undefined}
      onMouseDown={(event) => event.preventDefault()}
      onClick={() => player.seek(spans[place]?.start ?? 0)}
      {...props}
    >
      <span dir="auto" className="truncate [unicode-bidi:isolate]">
        {children}
      </span>
    </button>
  );
}
