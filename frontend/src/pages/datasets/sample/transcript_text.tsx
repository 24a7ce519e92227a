import { TriangleAlert } from 'lucide-react';
import { useEffect, useRef } from 'react';
import type { Schemas } from '@/api/client';
import { clock } from '@/lib/format';
import type { Player } from './player';
import { spanAt } from './timeline';

type Meta = Schemas['Meta'];

/** What is said, with its times: a click on a word goes there, and the word that is being said is marked. */
export function TranscriptText({ meta, player }: { meta: Meta; player: Player }) {
  const ref = useRef<HTMLDivElement>(null);
  const { words, segments } = meta;
  useEffect(() => {
    let shown = -1;
    const follow = () => {
      const now = spanAt(words, player.time);
      if (now === shown) return;
      const area = ref.current;
      area?.querySelector(`[data-word="${shown}"]`)?.removeAttribute('data-now');
      const word = area?.querySelector<HTMLElement>(`[data-word="${now}"]`);
      word?.setAttribute('data-now', '');
      if (word && area && player.playing) {
        const top = word.offsetTop - area.offsetTop;
        if (top < area.scrollTop || top > area.scrollTop + area.clientHeight - 24)
          area.scrollTop = top - area.clientHeight / 3;
      }
      shown = now;
    };
    follow();
    return player.subscribe(follow);
  }, [player, words]);
  let next = 0;
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: the words in it are buttons
    // biome-ignore lint/a11y/useKeyWithClickEvents: as above
    <div
      ref={ref}
      className="relative max-h-64 space-y-1.5 overflow-y-auto"
      onMouseDown={(event) => {
        if (event.target instanceof Element && event.target.closest('[data-at]'))
          event.preventDefault();
      }}
      onClick={(event) => {
        if (!(event.target instanceof Element)) return;
        const at = event.target.closest('[data-at]')?.getAttribute('data-at');
        if (at) player.seek(Number(at) + 0.001);
      }}
    >
      {segments.map((segment, place) => {
        const from = next;
        while (next < words.length && (words[next]?.start ?? 0) < segment.end - 1e-6) next += 1;
        const own = words.slice(from, next);
        const doubt = meta.doubts.find((one) => one.start < segment.end && one.end > segment.start);
        return (
          <div
            key={place}
            className="grid grid-cols-[3.25rem_minmax(0,1fr)] gap-x-2 [contain-intrinsic-size:auto_2rem] [content-visibility:auto]"
          >
            <button
              type="button"
              data-at={segment.start}
              className="tabular h-fit rounded-sm pt-px text-left text-sm text-ink-3 hover:text-accent"
            >
              {clock(segment.start, 1)}
            </button>
            <p dir="auto" className="break-words [unicode-bidi:isolate]">
              {own.length
                ? own.map((word, order) => (
                    <Word key={from + order} word={word} place={from + order} />
                  ))
                : segment.text}
              {doubt && (
                <span className="ml-1 inline-flex items-center gap-1 rounded-sm bg-warn-soft px-1 text-xs text-warn">
                  <TriangleAlert aria-hidden className="size-3" />
                  doubtful: {doubt.what}
                </span>
              )}
            </p>
          </div>
        );
      })}
    </div>
  );
}

function Word({ word, place }: { word: Meta['words'][number]; place: number }) {
  return (
    <>
      <button
        type="button"
        tabIndex={-1}
        data-at={word.start}
        data-word={place}
        title={clock(word.start, 2)}
        className="inline rounded-sm px-px text-left break-words hover:bg-hover data-now:bg-accent data-now:text-on-accent"
      >
        {word.text}
      </button>{' '}
    </>
  );
}
