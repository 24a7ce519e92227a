import { useState } from 'react';
import { quoted } from '@/lib/command';
import { plural } from '@/lib/format';
import { Button } from '@/ui/button';
import { CommandLine } from '@/ui/command_line';
import { Dialog } from '@/ui/dialog';
import { TextArea } from '@/ui/field';
import { Failure } from '@/ui/states';
import { eachCommand } from './bulk_command';
import { type BulkProps, useBulk } from './use_bulk';

/** One caption for all of the samples that are chosen. */
export function SetCaption(props: BulkProps) {
  const { path, chosen, onClose } = props;
  const [text, setText] = useState('');
  const save = useBulk(props, (n) => `${plural(n, 'caption')} set.`);
  const some = plural(chosen.ids.size, 'sample');
  return (
    <Dialog
      open
      onClose={onClose}
      title={`Set the caption of ${some}`}
      about="It takes the place of the caption of the whole video. Captions of single frames stay as they are."
      actions={
        <>
          <Button onClick={onClose}>Cancel</Button>
          <Button
            kind="primary"
            busy={save.isPending}
            disabled={!text.trim()}
            onClick={() =>
              save.mutate(
                [...chosen.ids].map((entry) => ({
                  entry,
                  what: 'caption',
                  value: text,
                  check: false,
                })),
              )
            }
          >
            Set {plural(chosen.ids.size, 'caption')}
          </Button>
        </>
      }
    >
      <div className="space-y-3">
        <TextArea
          label="Caption"
          autoFocus
          dir="auto"
          maxLength={100_000}
          value={text}
          onChange={(event) => setText(event.target.value)}
        />
        <CommandLine command={eachCommand(path, chosen.ids, `--caption ${quoted(text || '…')}`)} />
        {save.error && <Failure error={save.error} />}
      </div>
    </Dialog>
  );
}
