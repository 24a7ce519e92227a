import { plural } from '@/lib/format';
import { Button } from '@/ui/button';
import { CommandLine } from '@/ui/command_line';
import { Dialog } from '@/ui/dialog';
import { Failure } from '@/ui/states';
import { eachCommand } from './bulk_command';
import { type BulkProps, useBulk } from './use_bulk';

/** Take samples out of the manifest. */
export function DeleteChosen(props: BulkProps) {
  const { path, chosen, onClose } = props;
  const remove = useBulk(props, (n) => `${plural(n, 'sample')} taken out of the dataset.`);
  const some = plural(chosen.ids.size, 'sample');
  return (
    <Dialog
      open
      onClose={onClose}
      title={`Take ${some} out of the dataset?`}
      about="They leave the manifest, and trainings do not see them any more. Their files stay, builds do not bring them back, and undoing does."
      actions={
        <>
          <Button onClick={onClose}>Keep them</Button>
          <Button
            kind="danger"
            busy={remove.isPending}
            onClick={() =>
              remove.mutate(
                [...chosen.ids].map((entry) => ({
                  entry,
                  what: 'deleted',
                  value: true,
                  check: false,
                })),
              )
            }
          >
            Take out {some}
          </Button>
        </>
      }
    >
      <CommandLine command={eachCommand(path, chosen.ids, '--delete')} />
      {remove.error && <Failure error={remove.error} className="mt-3" />}
    </Dialog>
  );
}
