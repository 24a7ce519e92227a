import { Link } from '@tanstack/react-router';
import { useState } from 'react';
import { at, type Schemas } from '@/api/client';
import { quoted } from '@/lib/command';
import { clock, count, plural } from '@/lib/format';
import { Button } from '@/ui/button';
import { Card } from '@/ui/card';
import { classes } from '@/ui/classes';
import { EditableText } from '../edits/editable_text';
import type { Player } from './player';
import { framesStretched, motionThreshold } from './provenance';
import { indexAt, reasonOf } from './timeline';
import { useFollowed } from './use_player';

const SHOWN = 60;

interface Props {
  dataset: string;
  entry: Schemas['Entry'];
  player: Player;
  command: (flags: string) => string;
}

/** Every kept frame with its caption, and what was dropped between them. */
export function FrameList({ dataset, entry, player, command }: Props) {
  const { frames } = entry.meta;
  const [most, setMost] = useState(SHOWN);
  const now = useFollowed(player, (one) => indexAt(frames, one.time));
  return (
    <Card
      flush
      title="Kept frames"
      about={`${plural(frames.length, 'frame')} kept, ${count(entry.meta.dropped.length)} dropped. A picture or a time jumps the player.`}
    >
      <ol aria-label="Kept frames" className="divide-y border-t">
        {frames.slice(0, most).map((frame, place) => (
          <li
            key={frame.file}
            className={classes(
              'grid grid-cols-[5.5rem_minmax(0,1fr)] gap-3 px-4 py-2.5 sm:px-5',
              place === now && 'bg-accent-soft/50',
            )}
          >
            <FramePicture {...{ dataset, entry, player, place }} />
            <div className="min-w-0">
              <p className="tabular mb-0.5 flex flex-wrap gap-x-3 text-sm text-ink-3">
                <span className="font-medium text-ink-2">Frame {place + 1}</span>
                <span>{clock(frame.time, 2)}</span>
                {frame.motion !== null && <span>motion {frame.motion.toFixed(3)}</span>}
              </p>
              <EditableText
                compact
                field={{ dataset, entry: entry.id, what: 'all_captions', index: place }}
                label={`the caption of frame ${place + 1}`}
                value={entry.meta.all_captions[place] ?? null}
                empty="no caption"
                command={(text) => command(`--frame-caption ${quoted(`${place + 1}=${text}`)}`)}
              />
            </div>
          </li>
        ))}
      </ol>
      {frames.length > most && (
        <p className="border-t px-4 py-2.5 text-center">
          <Button small onClick={() => setMost(most + 200)}>
            Show more of {count(frames.length)}
          </Button>
        </p>
      )}
      <DroppedTable dataset={dataset} entry={entry} player={player} />
    </Card>
  );
}

function FramePicture({
  dataset,
  entry,
  player,
  place,
}: Pick<Props, 'dataset' | 'entry' | 'player'> & { place: number }) {
  const frame = entry.meta.frames[place];
  if (!frame) return null;
  return (
    <button
      type="button"
      aria-label={`Go to frame ${place + 1}, ${frame.time.toFixed(2)} seconds`}
      onClick={() => player.seek(frame.time + 0.001)}
      className="aspect-video overflow-hidden rounded-sm bg-sunken"
    >
      <img
        alt=""
        loading="lazy"
        decoding="async"
        src={at(`api/datasets/${dataset}/entries/${entry.id}/frames/${place + 1}`)}
        className={classes('size-full', framesStretched(entry) ? 'object-fill' : 'object-contain')}
      />
    </button>
  );
}

function DroppedTable({ dataset, entry, player }: Omit<Props, 'command'>) {
  const { dropped, frames } = entry.meta;
  const threshold = motionThreshold(entry);
  const [most, setMost] = useState(SHOWN);
  if (dropped.length === 0) return null;
  return (
    <details className="border-t px-4 py-2.5 sm:px-5">
      <summary className="font-medium text-ink-2">
        {plural(dropped.length, 'dropped candidate')}, and why
      </summary>
      <ul className="mt-2 space-y-1 text-sm">
        {dropped.slice(0, most).map((one) => {
          const reason = reasonOf(one, frames, threshold);
          return (
            <li key={one.time} className="grid grid-cols-[4rem_minmax(0,1fr)] gap-2">
              <button
                type="button"
                onClick={() => player.seek(one.time + 0.001)}
                className="tabular h-fit rounded-sm text-left text-accent hover:underline"
              >
                {clock(one.time, 2)}
              </button>
              <span className="text-ink-2">
                {reason.words}
                {reason.like && (
                  <>
                    {', '}
                    <Link
                      to="/datasets/$dataset/entries/$entry"
                      params={{ dataset, entry: reason.like.entry }}
                      className="text-accent underline"
                    >
                      {reason.like.entry}
                    </Link>
                  </>
                )}
              </span>
            </li>
          );
        })}
      </ul>
      {dropped.length > most && (
        <Button small className="mt-2" onClick={() => setMost(most + 500)}>
          Show more of {count(dropped.length)}
        </Button>
      )}
    </details>
  );
}
