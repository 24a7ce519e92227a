import { type QueryClient, useQueryClient } from '@tanstack/react-query';
import { useCallback, useLayoutEffect } from 'react';
import { api, data, type Schemas } from '@/api/client';
import { plural } from '@/lib/format';
import { say, sayFailed } from '@/ui/toasts';

export type Edit = Schemas['Edit'];

/** Changes that were made in this tab, the last one at the end: what Ctrl-Z takes back. */
const made: { dataset: string; numbers: number[] }[] = [];

export function lookAgain(client: QueryClient, dataset: string): void {
  client.invalidateQueries({ queryKey: ['datasets', dataset] });
}

async function takeBack(client: QueryClient, dataset: string, numbers: number[]): Promise<void> {
  const place = made.findIndex((one) => one.dataset === dataset && one.numbers === numbers);
  if (place >= 0) made.splice(place, 1);
  try {
    await data(
      api.POST('/api/datasets/{dataset}/edits/undo', {
        params: { path: { dataset } },
        body: { numbers },
      }),
    );
    say(numbers.length === 1 ? 'Taken back.' : `${plural(numbers.length, 'change')} taken back.`);
  } catch (error) {
    sayFailed(error);
  }
  lookAgain(client, dataset);
}

/** After changes were made: say so, with a way back, and bring what is shown up to date. */
export function useMade(dataset: string) {
  const client = useQueryClient();
  return useCallback(
    (edits: readonly Edit[], told: string) => {
      const numbers = edits.map((edit) => edit.number);
      made.push({ dataset, numbers });
      say(told, { label: 'Undo', run: () => takeBack(client, dataset, numbers) });
      lookAgain(client, dataset);
    },
    [client, dataset],
  );
}

/** Take these changes back. */
export function useTakeBack(dataset: string) {
  const client = useQueryClient();
  return useCallback((numbers: number[]) => takeBack(client, dataset, numbers), [client, dataset]);
}

export function isTyping(event: Event): boolean {
  const target = event.target;
  if (!(target instanceof HTMLElement)) return false;
  if (target.isContentEditable || target.closest('dialog[open]')) return true;
  if (target instanceof HTMLInputElement)
    return !['checkbox', 'range', 'button', 'radio'].includes(target.type);
  return target instanceof HTMLTextAreaElement || target instanceof HTMLSelectElement;
}

/** Ctrl-Z (or Cmd-Z) takes back the last change that this tab made, unless a text is being written. */
export function useUndoKey(dataset: string): void {
  const client = useQueryClient();
  useLayoutEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      if (!(event.ctrlKey || event.metaKey) || event.shiftKey || event.key !== 'z') return;
      if (isTyping(event)) return;
      const last = made.findLast((one) => one.dataset === dataset);
      if (!last) return;
      event.preventDefault();
      takeBack(client, dataset, last.numbers);
    };
    window.addEventListener('keydown', onKey);
    return () => window.removeEventListener('keydown', onKey);
  }, [client, dataset]);
}
