import { at, type Schemas } from '@/api/client';
import { classes } from '@/ui/classes';
import type { Player } from './player';
import { framesStretched } from './provenance';
import { Lane, type View } from './strip_lanes';
import { indexAt, roomFor } from './timeline';
import { useFollowed } from './use_player';

const HIGH = 56;

/** The frames that were kept: each a line at its time, and a picture where there is room. */
export function FramesLane({
  dataset,
  entry,
  view,
  player,
}: {
  dataset: string;
  entry: Schemas['Entry'];
  view: View;
  player: Player;
}) {
  const { frames, video_info: info } = entry.meta;
  const now = useFollowed(player, (one) => indexAt(frames, one.time));
  const stretched = framesStretched(entry);
  const shape = Math.min(2.4, Math.max(0.5, info.height ? info.width / info.height : 16 / 9));
  const wide = Math.round((HIGH - 6) * shape);
  const seen = frames
    .map((frame, place) => ({ frame, place }))
    .filter(({ frame }) => frame.time >= view.from - wide / view.pxPerS && frame.time <= view.to);
  const room = roomFor(
    seen.map(({ frame }) => frame.time * view.pxPerS),
    wide + 3,
  );
  return (
    <Lane high={HIGH}>
      {seen.map(({ frame, place }, order) => {
        const x = frame.time * view.pxPerS;
        return (
          <span key={place}>
            <span
              aria-hidden
              className={classes(
                'absolute top-0 h-full border-l',
                place === now ? 'border-accent' : 'border-line-strong',
              )}
              style={{ left: x }}
            />
            {room[order] && (
              <button
                type="button"
                tabIndex={-1}
                title={`Frame ${place + 1}, ${frame.time.toFixed(2)} s${frame.motion === null ? '' : `, motion ${frame.motion.toFixed(3)}`}`}
                onMouseDown={(event) => event.preventDefault()}
                onClick={() => player.seek(frame.time + 0.001)}
                className={classes(
                  'absolute top-0.5 overflow-hidden rounded-sm bg-sunken',
                  place === now && 'outline-2 outline-accent',
                )}
                style={{
                  left: Math.max(0, Math.min(x + 1, view.wide - wide)),
                  width: wide,
                  height: HIGH - 6,
                }}
              >
                <img
                  alt={`Kept frame ${place + 1} at ${frame.time.toFixed(2)} seconds`}
                  loading="lazy"
                  decoding="async"
                  draggable={false}
                  src={at(`api/datasets/${dataset}/entries/${entry.id}/frames/${place + 1}`)}
                  className={classes('size-full', stretched ? 'object-fill' : 'object-cover')}
                />
              </button>
            )}
          </span>
        );
      })}
    </Lane>
  );
}
