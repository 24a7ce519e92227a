import { AudioLines, Film, Images, Info } from 'lucide-react';
import { useEffect, useRef, useState } from 'react';
import { at, type Schemas } from '@/api/client';
import { classes } from '@/ui/classes';
import { Controls } from './controls';
import type { Player } from './player';
import { framesStretched } from './provenance';
import { indexAt } from './timeline';
import { useFollowed } from './use_player';

interface Props {
  dataset: string;
  entry: Schemas['Entry'];
  player: Player;
}

export type Shown = 'video' | 'frames';

/** The video; where it is not there, or on wish, the frames that were kept of it, with the sound. */
export function Stage({ dataset, entry, player }: Props) {
  const [shown, show] = useState<Shown>('video');
  const [gone, setGone] = useState(false);
  const [muted, setMuted] = useState(false);
  const mode = gone ? 'frames' : shown;
  const { width, height } = entry.meta.video_info;
  return (
    <section
      aria-label="Player"
      className="overflow-hidden rounded-lg border bg-surface shadow-card"
    >
      <div
        style={{ aspectRatio: width && height ? width / height : 16 / 9 }}
        className="relative flex max-h-[min(56vh,32rem)] min-h-48 w-full items-center justify-center bg-black"
      >
        {mode === 'video' ? (
          <Video
            dataset={dataset}
            entry={entry}
            player={player}
            muted={muted}
            onGone={() => setGone(true)}
          />
        ) : (
          <Frames dataset={dataset} entry={entry} player={player} muted={muted} />
        )}
      </div>
      {gone && (
        <p
          role="status"
          className="flex items-start gap-2 border-b bg-sunken px-3 py-1.5 text-sm text-ink-2"
        >
          <Info aria-hidden className="mt-0.5 size-4 shrink-0" />
          The video itself cannot be played here: it was moved, lies outside the folders that the
          server may read (serve --root FOLDER), or this browser does not know its codec. These are
          the frames kept of it{entry.audio ? ', with its sound' : ''}.
        </p>
      )}
      <Controls
        player={player}
        fps={entry.meta.video_info.fps}
        muted={muted}
        onMute={entry.audio || mode === 'video' ? () => setMuted(!muted) : null}
      >
        {!gone && (
          <fieldset aria-label="Shown" className="flex rounded-md border border-line-strong">
            <Choice on={mode === 'video'} onChoose={() => show('video')} icon={<Film />}>
              Video
            </Choice>
            <Choice on={mode === 'frames'} onChoose={() => show('frames')} icon={<Images />}>
              Kept frames
            </Choice>
          </fieldset>
        )}
      </Controls>
    </section>
  );
}

function Choice({
  on,
  onChoose,
  icon,
  children,
}: {
  on: boolean;
  onChoose: () => void;
  icon: React.ReactNode;
  children: string;
}) {
  return (
    <button
      type="button"
      aria-pressed={on}
      onClick={onChoose}
      className={classes(
        'flex h-7 items-center gap-1.5 rounded-md px-2 text-sm [&_svg]:size-3.5',
        on ? 'bg-hover font-medium text-ink' : 'text-ink-2 hover:text-ink',
      )}
    >
      {icon}
      <span className="max-sm:sr-only">{children}</span>
    </button>
  );
}

function Video({
  dataset,
  entry,
  player,
  muted,
  onGone,
}: Props & { muted: boolean; onGone: () => void }) {
  const ref = useRef<HTMLVideoElement>(null);
  useEffect(() => player.attach(ref.current), [player]);
  return (
    <video
      ref={ref}
      key={entry.id}
      aria-label={`Video ${entry.id}`}
      src={at(`api/datasets/${dataset}/entries/${entry.id}/video`)}
      preload="auto"
      playsInline
      disablePictureInPicture
      muted={muted}
      onError={onGone}
      onLoadedMetadata={(event) => {
        // Sound alone: the browser does not know the codec of the pictures.
        if (event.currentTarget.videoWidth === 0) onGone();
      }}
      onClick={() => player.toggle()}
      className="size-full object-contain"
    />
  );
}

function Frames({ dataset, entry, player, muted }: Props & { muted: boolean }) {
  const { frames, video_info: info } = entry.meta;
  const place = useFollowed(player, (now) => Math.max(0, indexAt(frames, now.time)));
  const audio = useRef<HTMLAudioElement>(null);
  useEffect(() => (entry.audio ? player.attach(audio.current) : undefined), [player, entry.audio]);
  useEffect(() => {
    // The next one is there before its time comes.
    if (place + 1 < frames.length)
      new Image().src = at(`api/datasets/${dataset}/entries/${entry.id}/frames/${place + 2}`);
  }, [dataset, entry.id, place, frames.length]);
  const ratio = framesStretched(entry) && info.height ? info.width / info.height : undefined;
  return (
    <>
      {frames.length ? (
        <img
          alt={`Kept frame ${place + 1} of ${frames.length}`}
          src={at(`api/datasets/${dataset}/entries/${entry.id}/frames/${place + 1}`)}
          style={ratio ? { aspectRatio: ratio, objectFit: 'fill' } : undefined}
          className={classes('h-full max-w-full', !ratio && 'object-contain')}
        />
      ) : (
        <AudioLines aria-hidden className="size-10 text-white/60" />
      )}
      {entry.audio && (
        <audio
          ref={audio}
          src={at(`api/datasets/${dataset}/entries/${entry.id}/audio`)}
          preload="auto"
          muted={muted}
        />
      )}
      <span className="tabular absolute bottom-2 left-2 rounded-sm bg-black/75 px-1.5 text-xs text-white">
        frame {place + 1} of {frames.length} · {frames[place]?.time.toFixed(2)} s
      </span>
    </>
  );
}
