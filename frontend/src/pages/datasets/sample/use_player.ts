import { useEffect, useMemo, useSyncExternalStore } from 'react';
import { Player } from './player';

/** A player for as long as the sample is shown. */
export function usePlayer(entry: string, duration: number): Player {
  // biome-ignore lint/correctness/useExhaustiveDependencies: another sample has a player of its own
  const player = useMemo(() => new Player(duration), [entry, duration]);
  useEffect(() => () => player.pause(), [player]);
  return player;
}

/** A value that follows the time; the component is drawn again only where it is another. */
export function useFollowed<T extends string | number | boolean | null>(
  player: Player,
  of: (player: Player) => T,
): T {
  return useSyncExternalStore(player.subscribe, () => of(player));
}
