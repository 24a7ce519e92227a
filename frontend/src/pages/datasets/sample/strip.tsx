import { ZoomIn, ZoomOut } from 'lucide-react';
import { useEffect, useMemo, useRef, useState } from 'react';
import type { Schemas } from '@/api/client';
import { IconButton } from '@/ui/button';
import { usePlace } from '../viewer/use_width';
import type { Player } from './player';
import { motionThreshold } from './provenance';
import { DroppedLane, type Hint, HintLine } from './strip_dropped';
import { FramesLane } from './strip_frames';
import { Lane, Spans, type View } from './strip_lanes';
import { Ruler } from './strip_ruler';
import { cuesOf } from './timeline';
import { useStripView } from './use_strip_view';

const LABELS_PX = 76;

interface Props {
  dataset: string;
  entry: Schemas['Entry'];
  player: Player;
}

/** Everything that is known of the sample, on one axis of time. */
export function Strip({ dataset, entry, player }: Props) {
  const { meta } = entry;
  const box = useRef<HTMLDivElement>(null);
  const scroll = useRef<HTMLDivElement>(null);
  const head = useRef<HTMLDivElement>(null);
  const { width } = usePlace(box);
  const [hint, setHint] = useState<Hint | null>(null);
  const { view, zoom, zoomBy, most } = useStripView(scroll, width - LABELS_PX, meta.duration);
  const cues = useMemo(() => cuesOf(meta), [meta]);
  const scenes = useMemo(
    () => meta.scenes.map((one) => ({ start: one.start_time, end: one.end_time, text: '' })),
    [meta.scenes],
  );
  usePlayhead(player, head, scroll, view);

  const seekTo = (event: React.PointerEvent<HTMLDivElement>) => {
    const left = event.currentTarget.getBoundingClientRect().left;
    player.seek((event.clientX - left) / view.pxPerS);
  };
  const wide = { width: view.wide };
  return (
    <section aria-label="Timeline" className="rounded-lg border bg-surface shadow-card">
      <div ref={box} className="flex min-w-0 pt-2">
        <Labels meta={meta} cues={cues.length} />
        <div
          ref={scroll}
          tabIndex={-1}
          className="relative min-w-0 flex-1 overflow-x-auto overflow-y-hidden"
        >
          {/* The ruler above is the slider for keys and readers; this takes the pointer. */}
          <div
            className="relative cursor-pointer touch-pan-x"
            style={wide}
            onPointerDown={(event) => {
              if (event.button !== 0) return;
              event.currentTarget.setPointerCapture(event.pointerId);
              seekTo(event);
            }}
            onPointerMove={(event) => {
              if (event.buttons & 1 && event.pointerType === 'mouse') seekTo(event);
            }}
            onPointerUp={(event) => event.currentTarget.releasePointerCapture(event.pointerId)}
          >
            <Ruler view={view} player={player} />
            <Lane high={18}>
              <Spans spans={scenes} view={view} look="scene" name="Scene" />
            </Lane>
            <FramesLane dataset={dataset} entry={entry} view={view} player={player} />
            <DroppedLane
              dropped={meta.dropped}
              frames={meta.frames}
              threshold={motionThreshold(entry)}
              view={view}
              player={player}
              onHint={setHint}
            />
            {cues.length > 0 && (
              <Lane high={26}>
                <Spans spans={cues} view={view} player={player} look="caption" name="Caption" />
              </Lane>
            )}
            {meta.segments.length > 0 && (
              <Lane high={26}>
                <Spans
                  spans={meta.segments}
                  view={view}
                  player={player}
                  look="speech"
                  name="Speech"
                />
                <Spans
                  spans={meta.doubts.map((one) => ({ ...one, text: one.what }))}
                  view={view}
                  look="doubt"
                  name="Doubtful"
                />
              </Lane>
            )}
            {meta.words.length > 0 && (
              <Lane high={24}>
                <Spans spans={meta.words} view={view} player={player} look="word" name="Word" />
              </Lane>
            )}
            <div
              ref={head}
              data-playhead
              aria-hidden
              className="pointer-events-none absolute inset-y-0 left-0 z-10 w-px bg-accent before:absolute before:top-0 before:-left-[4px] before:size-[9px] before:rounded-full before:bg-accent"
            />
          </div>
        </div>
      </div>
      <div className="flex min-h-10 items-center gap-2 border-t px-3 py-1">
        <HintLine dataset={dataset} hint={hint} dropped={meta.dropped} />
        <span className="flex shrink-0 items-center gap-0.5">
          <IconButton
            label="Show more time"
            disabled={zoom <= 1}
            onClick={() => zoomBy(0.5, player.time)}
          >
            <ZoomOut className="size-4" />
          </IconButton>
          <IconButton
            label="Show less time, wider"
            disabled={zoom >= most}
            onClick={() => zoomBy(2, player.time)}
          >
            <ZoomIn className="size-4" />
          </IconButton>
        </span>
      </div>
    </section>
  );
}

function Labels({ meta, cues }: { meta: Schemas['Meta']; cues: number }) {
  const lanes: [string, number, boolean][] = [
    ['', 22, true],
    ['Scenes', 18, true],
    ['Kept', 56, true],
    ['Dropped', 22, true],
    ['Captions', 26, cues > 0],
    ['Speech', 26, meta.segments.length > 0],
    ['Words', 24, meta.words.length > 0],
  ];
  return (
    <div aria-hidden className="shrink-0 pl-3 text-xs text-ink-3" style={{ width: LABELS_PX }}>
      {lanes.map(
        ([name, high, there]) =>
          there && (
            <div key={name} className="mb-1 flex items-center" style={{ height: high }}>
              {name}
            </div>
          ),
      )}
    </div>
  );
}

/** The line that moves with the time; while it plays, the strip follows it. */
function usePlayhead(
  player: Player,
  head: React.RefObject<HTMLDivElement | null>,
  scroll: React.RefObject<HTMLDivElement | null>,
  view: View,
) {
  useEffect(() => {
    const move = () => {
      const x = Math.min(view.wide - 1, player.time * view.pxPerS);
      if (head.current) head.current.style.transform = `translateX(${x}px)`;
      const area = scroll.current;
      if (!area || area.scrollWidth <= area.clientWidth) return;
      const seen = x - area.scrollLeft;
      if (player.playing && (seen < 0 || seen > area.clientWidth * 0.9))
        area.scrollLeft = x - area.clientWidth * 0.1;
      else if (!player.playing && (seen < 0 || seen > area.clientWidth))
        area.scrollLeft = x - area.clientWidth / 2;
    };
    move();
    return player.subscribe(move);
  }, [player, head, scroll, view]);
}
