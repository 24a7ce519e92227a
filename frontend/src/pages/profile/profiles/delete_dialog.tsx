import { useMutation, useQueryClient } from '@tanstack/react-query';
import { api, at, tagged } from '@/api/client';
import { takeAnswer } from '@/api/freshness';
import { queries } from '@/api/queries';
import { curlLine } from '@/lib/command';
import { Button } from '@/ui/button';
import { CommandLine } from '@/ui/command_line';
import { Dialog } from '@/ui/dialog';
import { Failure } from '@/ui/states';
import { say, sayFailed } from '@/ui/toasts';
import { originOf, type ReadProfiles } from './origin';

/** Delete one's own profile; it can be brought back for a while. */
export function DeleteDialog({
  name,
  read,
  onClose,
}: {
  name: string | null;
  read: ReadProfiles;
  onClose: () => void;
}) {
  const client = useQueryClient();
  const key = queries.profiles().queryKey;
  const restores = name !== null && originOf(read.value, name) === 'replaced';
  const restore = async (gone: string, profile: Record<string, unknown>) => {
    try {
      const body = { profiles: { [gone]: profile } };
      takeAnswer(client, key, await tagged(api.POST('/api/config/profiles', { body })));
      say(`${gone} is back.`);
    } catch (error) {
      sayFailed(error);
    }
  };
  const remove = useMutation({
    mutationFn: (gone: string) =>
      tagged(
        api.DELETE('/api/config/profiles/{name}', {
          params: { path: { name: gone }, header: { 'if-match': read.tag } },
        }),
      ),
    onSuccess: (left, gone) => {
      const profile = read.value.profiles[gone] ?? {};
      takeAnswer(client, key, left);
      onClose();
      say(restores ? `${gone} is the shipped one again.` : `${gone} is deleted.`, {
        label: 'Undo',
        run: () => void restore(gone, profile),
      });
    },
    onError: () => void client.invalidateQueries({ queryKey: key }),
  });
  return (
    <Dialog
      open={name !== null}
      onClose={onClose}
      title={restores ? `Bring the shipped ${name} back?` : `Delete ${name}?`}
      about={
        restores
          ? 'What you put in its place is taken out of your file.'
          : 'Commands that name it will say that there is no such profile.'
      }
      actions={
        <>
          <Button onClick={onClose}>Cancel</Button>
          <Button
            kind={restores ? 'primary' : 'danger'}
            busy={remove.isPending}
            onClick={() => name !== null && remove.mutate(name)}
          >
            {restores ? 'Bring it back' : 'Delete'}
          </Button>
        </>
      }
    >
      {name !== null && (
        <CommandLine
          command={curlLine('DELETE', at(`api/config/profiles/${encodeURIComponent(name)}`))}
        />
      )}
      {remove.error && <Failure error={remove.error} className="mt-3" />}
    </Dialog>
  );
}
