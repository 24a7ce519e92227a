import { Replace, TextCursorInput, Trash2, X } from 'lucide-react';
import { useState } from 'react';
import { count, plural } from '@/lib/format';
import { Button, IconButton } from '@/ui/button';
import { DeleteChosen } from './delete_chosen';
import { MOST_CHOSEN } from './queries';
import { ReplaceWords } from './replace_words';
import { SetCaption } from './set_caption';
import type { Chosen } from './use_chosen';

type Asked = 'caption' | 'replace' | 'delete' | null;

/** What can be done with the samples that are chosen; at the foot, over the list. */
export function BulkBar({
  dataset,
  path,
  chosen,
  total,
}: {
  dataset: string;
  path: string;
  chosen: Chosen;
  total: number;
}) {
  const [asked, ask] = useState<Asked>(null);
  const size = chosen.ids.size;
  const props = { dataset, path, chosen, onClose: () => ask(null) };
  const most = Math.min(total, MOST_CHOSEN);
  return (
    <>
      {size > 0 && (
        <section
          aria-label="Chosen samples"
          className="sticky bottom-20 z-20 mx-auto mt-4 flex w-fit max-w-full flex-wrap items-center gap-1.5 rounded-lg border bg-surface py-1.5 pr-1.5 pl-3 shadow-raised lg:bottom-4"
        >
          <p role="status" className="tabular font-medium">
            {count(size)} chosen
          </p>
          {size < most && (
            <Button small kind="quiet" busy={chosen.busy} onClick={chosen.all}>
              {most < total ? `Choose the first ${count(most)}` : `Choose all ${count(total)}`}
            </Button>
          )}
          <span aria-hidden className="mx-1 h-5 border-l" />
          <Button small onClick={() => ask('caption')}>
            <TextCursorInput aria-hidden className="size-4" />
            Set caption
          </Button>
          <Button small onClick={() => ask('replace')}>
            <Replace aria-hidden className="size-4" />
            Find and replace
          </Button>
          <Button small kind="danger" onClick={() => ask('delete')}>
            <Trash2 aria-hidden className="size-4" />
            Take out
          </Button>
          <IconButton label={`Let go of ${plural(size, 'sample')}`} onClick={chosen.none}>
            <X className="size-4" />
          </IconButton>
        </section>
      )}
      {asked === 'caption' && <SetCaption {...props} />}
      {asked === 'replace' && <ReplaceWords {...props} />}
      {asked === 'delete' && <DeleteChosen {...props} />}
    </>
  );
}
