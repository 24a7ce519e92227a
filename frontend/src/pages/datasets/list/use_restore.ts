import { useMutation, useQueryClient } from '@tanstack/react-query';
import { api } from '@/api/client';
import { say, sayFailed } from '@/ui/toasts';

/** Put a dataset back out of the trash. */
export function useRestore() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: async ({ id }: { id: string; name: string }) => {
      const params = { path: { dataset: id } };
      await api.POST('/api/datasets/trash/{dataset}/restore', { params });
    },
    onSuccess: (_, { name }) => {
      say(`${name} is back.`);
      client.invalidateQueries({ queryKey: ['datasets'] });
    },
    onError: sayFailed,
  });
}
