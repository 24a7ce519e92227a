import { useLayoutEffect, useRef } from 'react';
import { isTyping } from '../edits/undoing';
import type { Player } from './player';
import { type Frame, indexAt } from './timeline';

export interface Does {
  before: () => void;
  after: () => void;
  caption: () => void;
  transcript: () => void;
  help: () => void;
}

/** All keys of a sample's page; a text that is being written has its own. */
export function useKeys(player: Player, fps: number, frames: readonly Frame[], does: Does): void {
  const latest = useRef(does);
  latest.current = does;
  // Before the page is painted: a key that is pressed at once must not be lost.
  useLayoutEffect(() => {
    const kept = (step: 1 | -1) => {
      const now = indexAt(frames, player.time);
      const frame = frames[step > 0 ? now + 1 : Math.max(0, now - 1)];
      if (frame) player.seek(frame.time + 0.001);
    };
    const onKey = (event: KeyboardEvent) => {
      if (event.ctrlKey || event.metaKey || event.altKey || isTyping(event)) return;
      const target = event.target;
      const pressed = target instanceof Element && target.closest('button, a, summary, select');
      if (event.key === ' ' && pressed) return;
      const keys: Record<string, () => void> = {
        ' ': () => player.toggle(),
        ArrowRight: () => (event.shiftKey ? player.seek(player.time + 1) : player.step(1, fps)),
        ArrowLeft: () => (event.shiftKey ? player.seek(player.time - 1) : player.step(-1, fps)),
        ',': () => kept(-1),
        '.': () => kept(1),
        j: () => player.shuttle(-1),
        k: () => player.pause(),
        l: () => player.shuttle(1),
        m: () => document.querySelector<HTMLElement>('[data-mute]')?.click(),
        Home: () => player.seek(0),
        End: () => player.seek(player.duration),
        '[': () => latest.current.before(),
        ']': () => latest.current.after(),
        e: () => latest.current.caption(),
        t: () => latest.current.transcript(),
        '?': () => latest.current.help(),
      };
      const act = keys[event.key.length === 1 ? event.key.toLowerCase() : event.key];
      if (!act) return;
      event.preventDefault();
      act();
    };
    window.addEventListener('keydown', onKey);
    return () => window.removeEventListener('keydown', onKey);
  }, [player, fps, frames]);
}
