import { useCallback, useMemo, useRef, useState } from 'react';
import { sayFailed } from '@/ui/toasts';
import { entryIds, MOST_CHOSEN } from './queries';
import type { Query } from './search';

export interface Chosen {
  ids: ReadonlySet<string>;
  /** Choose one or not; with `through`, all from the one that was chosen last up to it. */
  toggle: (id: string, place: number, through: boolean) => void;
  all: () => void;
  none: () => void;
  busy: boolean;
}

/** Samples that are chosen for a change of many. */
export function useChosen(dataset: string, query: Query): Chosen {
  const [ids, setIds] = useState<ReadonlySet<string>>(new Set());
  const [busy, setBusy] = useState(false);
  const anchor = useRef<number | null>(null);

  const add = useCallback(
    async (offset: number, limit: number) => {
      setBusy(true);
      try {
        const found = await entryIds(dataset, query, offset, Math.min(limit, MOST_CHOSEN));
        setIds((old) => new Set([...old, ...found.ids].slice(0, MOST_CHOSEN)));
      } catch (error) {
        sayFailed(error);
      } finally {
        setBusy(false);
      }
    },
    [dataset, query],
  );
  const toggle = useCallback(
    (id: string, place: number, through: boolean) => {
      const from = anchor.current;
      anchor.current = place;
      if (through && from !== null && from !== place) {
        add(Math.min(from, place), Math.abs(from - place) + 1);
        return;
      }
      setIds((old) => {
        const next = new Set(old);
        if (!next.delete(id) && next.size < MOST_CHOSEN) next.add(id);
        return next;
      });
    },
    [add],
  );
  const all = useCallback(() => add(0, MOST_CHOSEN), [add]);
  const none = useCallback(() => {
    anchor.current = null;
    setIds(new Set());
  }, []);
  return useMemo(() => ({ ids, toggle, all, none, busy }), [ids, toggle, all, none, busy]);
}
