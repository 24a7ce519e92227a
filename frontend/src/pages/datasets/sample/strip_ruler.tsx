import { useEffect, useRef } from 'react';
import { clock } from '@/lib/format';
import type { Player } from './player';
import type { View } from './strip_lanes';
import { rulerStep } from './timeline';

/** Seconds, and the slider that keys and readers have for the time. */
export function Ruler({ view, player }: { view: View; player: Player }) {
  const ref = useRef<HTMLDivElement>(null);
  useEffect(() => {
    const tell = () => {
      ref.current?.setAttribute('aria-valuenow', player.time.toFixed(2));
      ref.current?.setAttribute('aria-valuetext', clock(player.time, 2));
    };
    tell();
    return player.subscribe(tell);
  }, [player]);
  const step = rulerStep(view.pxPerS);
  const first = Math.max(0, Math.ceil(view.from / step));
  const last = Math.floor(Math.min(view.to, view.length) / step);
  const digits = step < 1 ? 1 : 0;
  return (
    <div
      ref={ref}
      role="slider"
      tabIndex={0}
      aria-label="Time"
      aria-valuemin={0}
      aria-valuemax={Number(view.length.toFixed(2))}
      aria-valuenow={0}
      className="relative mb-1 h-[22px] border-b -outline-offset-2"
    >
      {Array.from({ length: Math.max(0, last - first + 1) }, (_, n) => {
        const at = (first + n) * step;
        const x = at * view.pxPerS;
        return (
          <span
            key={first + n}
            className="tabular absolute bottom-0 h-full border-l border-line-strong pl-1 text-xs text-ink-3"
            style={{ left: x }}
          >
            {x < view.wide - 30 && clock(at, digits)}
          </span>
        );
      })}
    </div>
  );
}
