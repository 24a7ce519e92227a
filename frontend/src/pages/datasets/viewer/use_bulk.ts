import { useMutation } from '@tanstack/react-query';
import { api, data, type Schemas } from '@/api/client';
import { useMade } from '../edits/undoing';

export interface BulkProps {
  dataset: string;
  /** Of its folder. */
  path: string;
  chosen: { ids: ReadonlySet<string>; none: () => void };
  onClose: () => void;
}

/** Make all of the changes in one go, or none of them. */
export function useBulk({ dataset, chosen, onClose }: BulkProps, told: (edits: number) => string) {
  const made = useMade(dataset);
  return useMutation({
    mutationFn: (changes: Schemas['Change'][]) =>
      data(
        api.POST('/api/datasets/{dataset}/edits', {
          params: { path: { dataset } },
          body: { changes },
        }),
      ),
    onSuccess: (edits) => {
      made(edits, told(edits.length));
      chosen.none();
      onClose();
    },
  });
}
