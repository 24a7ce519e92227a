import { Pause, Play, StepBack, StepForward, Volume2, VolumeX } from 'lucide-react';
import type { ReactNode } from 'react';
import { clock } from '@/lib/format';
import { IconButton } from '@/ui/button';
import type { Player } from './player';
import { useFollowed } from './use_player';

/** Under the picture: play, step, time, speed. */
export function Controls({
  player,
  fps,
  muted,
  onMute,
  children,
}: {
  player: Player;
  fps: number;
  muted: boolean;
  /** Null where there is no sound. */
  onMute: (() => void) | null;
  children?: ReactNode;
}) {
  const playing = useFollowed(player, (now) => now.playing);
  const rate = useFollowed(player, (now) => now.rate);
  return (
    <div className="flex flex-wrap items-center gap-1 px-2 max-sm:gap-0.5 max-sm:px-1 py-1.5">
      <IconButton label="One frame back (left arrow)" onClick={() => player.step(-1, fps)}>
        <StepBack className="size-4" />
      </IconButton>
      <IconButton
        label={playing ? 'Pause (space)' : 'Play (space)'}
        onClick={() => player.toggle()}
        className="bg-hover text-ink"
      >
        {playing ? <Pause className="size-4" /> : <Play className="size-4" />}
      </IconButton>
      <IconButton label="One frame on (right arrow)" onClick={() => player.step(1, fps)}>
        <StepForward className="size-4" />
      </IconButton>
      <Time player={player} fps={fps} />
      <span className="flex-1" />
      {children}
      <select
        aria-label="Speed"
        value={String(rate)}
        onChange={(event) => player.setRate(Number(event.target.value))}
        className="field h-7 min-h-0! w-auto! py-0! text-sm!"
      >
        {(rate < 0 ? [rate] : []).map((back) => (
          <option key={back} value={back}>
            {back}×
          </option>
        ))}
        {[0.25, 0.5, 1, 1.5, 2, 4].map((one) => (
          <option key={one} value={one}>
            {one}×
          </option>
        ))}
      </select>
      {onMute && (
        <IconButton label={muted ? 'Sound on (M)' : 'Sound off (M)'} data-mute onClick={onMute}>
          {muted ? <VolumeX className="size-4" /> : <Volume2 className="size-4" />}
        </IconButton>
      )}
    </div>
  );
}

function Time({ player, fps }: { player: Player; fps: number }) {
  const time = useFollowed(player, (now) => clock(now.time, 2));
  const frame = useFollowed(player, (now) => Math.floor(now.time * fps + 0.01));
  return (
    <span className="tabular ml-1.5 text-sm whitespace-nowrap">
      {time}
      <span className="text-ink-3 max-sm:hidden"> / {clock(player.duration, 2)}</span>
      <span className="ml-2 text-ink-3 max-sm:hidden">picture {frame}</span>
    </span>
  );
}
