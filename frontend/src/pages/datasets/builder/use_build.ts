import { useEffect, useRef, useState } from 'react';
import { api, data } from '@/api/client';
import { stream, useProgress } from '@/api/events';
import { emptyTally, type Tally, take } from './tally';

const DRAW_EVERY_MS = 200;

/** How a build stands: what it told before is read once, then its events are counted as they come.
 *  A gap, as after a lost connection, is read again from where it began. */
export function useBuild(job: string): { tally: Tally; read: boolean } {
  const tally = useRef(emptyTally());
  const [drawn, draw] = useState({ tally: tally.current, read: false });
  const follow = useRef<() => void>(() => undefined);
  const soon = useRef<ReturnType<typeof setTimeout> | null>(null);

  const drawSoon = () => {
    soon.current ??= setTimeout(() => {
      soon.current = null;
      draw((before) => ({ ...before, tally: tally.current }));
    }, DRAW_EVERY_MS);
  };

  useEffect(() => {
    tally.current = emptyTally();
    let offset = 0;
    let busy = false;
    /** There was a gap while it was being read: the answer under way may be of before. */
    let again = false;
    let over = false;
    const readOn = async () => {
      again = true;
      if (busy) return;
      busy = true;
      try {
        for (let more = true; (more || again) && !over; ) {
          again = false;
          const params = { path: { job }, query: { after: offset } };
          const page = await data(api.GET('/api/jobs/{job}/events', { params }));
          if (over) return;
          for (const event of page.events) take(tally.current, event);
          offset = page.next;
          more = page.more;
        }
        draw({ tally: tally.current, read: true });
      } catch {
        // The server is away; the stream says when it is back.
      } finally {
        busy = false;
      }
    };
    const begin = () => void readOn();
    follow.current = begin;
    begin();
    stream.reset.add(begin);
    return () => {
      over = true;
      stream.reset.delete(begin);
      if (soon.current) clearTimeout(soon.current);
      soon.current = null;
    };
  }, [job]);

  useProgress(job, (event) => {
    const seq = typeof event.seq === 'number' ? event.seq : 0;
    if (seq > tally.current.seq + 1) follow.current();
    else {
      take(tally.current, event);
      drawSoon();
    }
  });

  return drawn;
}
