import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { GraduationCap, History, RefreshCw, ShieldCheck } from 'lucide-react';
import { useState } from 'react';
import type { Schemas } from '@/api/client';
import { commandLine } from '@/lib/command';
import { Button, buttonClass } from '@/ui/button';
import { CommandLine } from '@/ui/command_line';
import { commandOptions, draftFrom, optionsOf } from '../builder/draft';
import { datasetQueries } from '../queries';
import { VerifyDialog } from '../verify_dialog';

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
      {verifying && <VerifyDialog dataset={dataset} onClose={() => setVerifying(false)} />}
    </>
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
