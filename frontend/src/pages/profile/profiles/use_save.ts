import { useMutation, useQueryClient } from '@tanstack/react-query';
import { api, tagged } from '@/api/client';
import { takeAnswer } from '@/api/freshness';
import { queries } from '@/api/queries';
import { say } from '@/ui/toasts';
import type { Mapping } from '../form/fields';
import { isStale } from '../form/refused';

export interface Saved {
  name: string;
  profile: Mapping;
  tag: string | null;
}

/** Write one profile; nothing is written where the file has another state than the tag's. */
export function useSaveProfile(done: () => void, refresh: () => Promise<void>) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: ({ name, profile, tag }: Saved) =>
      tagged(
        api.POST('/api/config/profiles', {
          body: { profiles: { [name]: profile } },
          params: { header: { 'if-match': tag } },
        }),
      ),
    onSuccess: (written, { name }) => {
      takeAnswer(client, queries.profiles().queryKey, written);
      say(`The profile ${name} is saved.`);
      done();
    },
    onError: (error) => {
      if (isStale(error)) void refresh();
    },
  });
}
