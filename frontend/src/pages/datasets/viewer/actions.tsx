import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { GraduationCap, History, RefreshCw, ShieldCheck } from 'lucide-react';
import { useState } from 'react';
import { api, data, type Schemas } from '@/api/client';
import { commandLine } from '@/lib/command';
import { Button, buttonClass } from '@/ui/button';
import { CommandLine } from '@/ui/command_line';
import { Dialog } from '@/ui/dialog';
import { Failure } from '@/ui/states';
import { say } from '@/ui/toasts';
import { commandOptions, draftFrom, optionsOf } from '../builder/draft';
import { datasetQueries } from '../queries';

/** On a phone all four stand in one line. */
const NARROW = 'max-sm:px-2 max-sm:[&_svg]:hidden';

/** What can be done with the dataset as a whole. */
export function DatasetActions({ dataset }: { dataset: Schemas['DatasetDetail'] }) {
  const [verifying, setVerifying] = useState(false);
  const params = { dataset: dataset.id };
  return (
    <>
      <Link
        to="/datasets/$dataset/history"
        params={params}
        className={`${buttonClass('quiet')} ${NARROW}`}
      >
        <History aria-hidden className="size-4" />
        Changes
      </Link>
      <Button kind="quiet" className={NARROW} onClick={() => setVerifying(true)}>
        <ShieldCheck aria-hidden className="size-4" />
        Verify
      </Button>
      <Link
        to="/datasets/new"
        search={{ like: dataset.id }}
        className={`${buttonClass()} ${NARROW}`}
      >
        <RefreshCw aria-hidden className="size-4" />
        Rebuild
      </Link>
      <Link to="/models/templates" className={`${buttonClass('primary')} ${NARROW}`}>
        <GraduationCap aria-hidden className="size-4" />
        Train on it
      </Link>
      {verifying && <Verify dataset={dataset} onClose={() => setVerifying(false)} />}
    </>
  );
}

function Verify({ dataset, onClose }: { dataset: Schemas['DatasetDetail']; onClose: () => void }) {
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

/** The build as it would be asked for again. */
export function RebuildCommand({ dataset }: { dataset: Schemas['DatasetDetail'] }) {
  const form = useQuery(datasetQueries.form());
  const labelers = useQuery(datasetQueries.labelers());
  if (!form.data || !labelers.data) return null;
  const draft = draftFrom(form.data.steps, dataset.settings);
  const options = optionsOf(form.data.steps, draft, labelers.data);
  return (
    <CommandLine
      command={commandLine(
        'dataset build',
        [],
        commandOptions(dataset.input ?? 'VIDEOS', dataset.path, options),
      )}
    />
  );
}
