/** Keeps what is shown in step with what happens, also on a line where answers are long under way. */
import type { Query, QueryClient, QueryKey } from '@tanstack/react-query';

export interface Freshness {
  /** Something happened to what has this key. */
  lookAgain: (queryKey: QueryKey) => void;
  /** The line was lost, or nobody told what happened: an answer that is under way may never come. */
  beginAnew: () => void;
  stop: () => void;
}

/**
 * An answer that is under way when something happens may be of before, so it is asked for once more
 * when it is here. It is let come first: where events follow each other faster than answers do, each
 * would else take away the answer that the one before it asked for, and nothing would ever come.
 */
export function keepFresh(client: QueryClient): Freshness {
  const cache = client.getQueryCache();
  const late = new WeakSet<Query>();
  const stop = cache.subscribe(({ type, query }) => {
    if (type !== 'updated' || query.state.fetchStatus !== 'idle' || !late.delete(query)) return;
    client.invalidateQueries({ queryKey: query.queryKey, exact: true });
  });
  const ask = (queryKey: QueryKey | undefined, cancelRefetch: boolean) => {
    // A first answer is never cancelled by this.
    for (const query of cache.findAll({ queryKey, fetchStatus: 'fetching' }))
      if (!cancelRefetch || query.state.data === undefined) late.add(query);
    client.invalidateQueries({ queryKey }, { cancelRefetch });
  };
  return {
    lookAgain: (queryKey) => ask(queryKey, false),
    beginAnew: () => ask(undefined, true),
    stop,
  };
}

/** Show what a change was answered with; an answer that was under way then is older, and is left. */
export function takeAnswer<T>(
  client: QueryClient,
  queryKey: QueryKey,
  value: T | ((old: T | undefined) => T | undefined),
): void {
  void client.cancelQueries({ queryKey, exact: true });
  client.setQueryData<T>(queryKey, value);
}
