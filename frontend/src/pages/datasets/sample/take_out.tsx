import { Trash2 } from 'lucide-react';
import { useState } from 'react';
import { IconButton } from '@/ui/button';
import { DeleteChosen } from '../viewer/delete_chosen';

/** Take this sample out of the dataset, and go on to the next one. */
export function TakeOut({
  dataset,
  entry,
  name,
  path,
  onDone,
}: {
  dataset: string;
  entry: string;
  name: string;
  path: string | undefined;
  onDone: () => void;
}) {
  const [open, setOpen] = useState(false);
  return (
    <>
      <IconButton label={`Take ${name} out of the dataset`} onClick={() => setOpen(true)}>
        <Trash2 className="size-4" />
      </IconButton>
      {open && (
        <DeleteChosen
          dataset={dataset}
          path={path ?? 'DATASET'}
          chosen={{ ids: new Set([entry]), none: onDone }}
          onClose={() => setOpen(false)}
        />
      )}
    </>
  );
}
