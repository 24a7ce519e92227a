import { useMutation, useQueryClient } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { api, data, type Schemas } from '@/api/client';
import { commandLine } from '@/lib/command';
import { Button } from '@/ui/button';
import { CommandLine } from '@/ui/command_line';
import { Dialog } from '@/ui/dialog';
import { Failure } from '@/ui/states';
import { say } from '@/ui/toasts';

/** Asks before a job compares every file with its hash. */
export function VerifyDialog({
  dataset,
  onClose,
}: {
  dataset: Pick<Schemas['Dataset'], 'name' | 'path'>;
  onClose: () => void;
}) {
  const client = useQueryClient();
  const verify = useMutation({
    mutationFn: () =>
      data(
        api.POST('/api/jobs', {
          body: {
            command: 'dataset verify',
            arguments: [dataset.path],
            options: {},
            name: `verify ${dataset.name}`.slice(0, 200),
            priority: 0,
            retries: 0,
          },
        }),
      ),
    onSuccess: (job) => {
      onClose();
      client.invalidateQueries({ queryKey: ['jobs'] });
      say(
        <>
          Verifying {dataset.name}; see{' '}
          <Link to="/jobs/$job" params={{ job: job.id }} className="underline">
            its job
          </Link>
          .
        </>,
      );
    },
  });
  return (
    <Dialog
      open
      onClose={onClose}
      title={`Verify ${dataset.name}`}
      about="Every file is compared with the hashes that were written when it was built. A job names what was changed since."
      actions={
        <>
          <Button onClick={onClose}>Not now</Button>
          <Button kind="primary" busy={verify.isPending} onClick={() => verify.mutate()}>
            Verify
          </Button>
        </>
      }
    >
      <CommandLine command={commandLine('dataset verify', [dataset.path])} />
      {verify.error && <Failure error={verify.error} className="mt-3" />}
    </Dialog>
  );
}
