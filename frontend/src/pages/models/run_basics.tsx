import { Link } from '@tanstack/react-router';
import { Clapperboard, Plus } from 'lucide-react';
import type { Schemas } from '@/api/client';
import { plural, span } from '@/lib/format';
import { buttonClass } from '@/ui/button';
import { Card } from '@/ui/card';
import { SelectField, TextField } from '@/ui/field';
import { Empty } from '@/ui/states';
import { numberOf, textOf } from './json';

interface Props {
  datasets: Schemas['Dataset'][];
  dataset: string | undefined;
  onDataset: (id: string) => void;
  profiles: Record<string, Record<string, unknown>>;
  profile: string | undefined;
  onProfile: (name: string | undefined) => void;
  output: string;
  onOutput: (name: string) => void;
  outputProblem: string | null;
}

/** On what, under which profile, into which folder. */
export function RunBasics(props: Props) {
  const { datasets, dataset, profiles, profile, output } = props;
  if (datasets.length === 0)
    return (
      <Card>
        <Empty
          title="No dataset yet"
          icon={<Clapperboard aria-hidden />}
          actions={
            <Link to="/datasets/new" className={buttonClass('primary')}>
              <Plus aria-hidden className="size-4" /> Build a dataset
            </Link>
          }
        >
          A run needs videos to learn from. Building a dataset of a few takes a minute; what you set
          here is kept.
        </Empty>
      </Card>
    );
  const chosen = datasets.find((one) => one.id === dataset);
  const about = textOf(profiles[profile ?? '']?.description);
  return (
    <Card title="Data and run">
      <div className="grid gap-x-5 gap-y-4 sm:grid-cols-2">
        <div data-key="dataset" className="min-w-0">
          <SelectField
            label="Dataset"
            value={dataset ?? ''}
            onChoose={props.onDataset}
            choices={[
              ...(dataset ? [] : [{ value: '', label: 'Choose a dataset', disabled: true }]),
              ...datasets.map((one) => ({
                value: one.id,
                label: `${one.name} (${countsOf(one)})`,
                disabled: one.problem !== null,
              })),
            ]}
            problem={chosen?.problem}
            help={
              <>
                {chosen ? `${countsOf(chosen)}. ` : 'What the model learns from. '}
                <Link to="/datasets/new" className="text-accent underline">
                  Build another
                </Link>
              </>
            }
          />
        </div>
        <SelectField
          label="Profile"
          value={profile ?? ''}
          onChoose={(name) => props.onProfile(name || undefined)}
          choices={[
            { value: '', label: 'none: the template’s own settings' },
            ...Object.keys(profiles).map((name) => ({ value: name, label: name })),
          ]}
          help={
            <>
              {about || 'Settings for a kind of work together; they go before the template’s.'}{' '}
              <Link to="/profile/profiles" className="text-accent underline">
                See profiles
              </Link>
            </>
          }
        />
        <div data-key="output" className="min-w-0 sm:col-span-2">
          <TextField
            label="Name of the run"
            value={output}
            onChange={(event) => props.onOutput(event.target.value)}
            problem={props.outputProblem}
            help={
              <>
                Its folder:{' '}
                <code className="font-mono text-sm break-all">runs/{output || '...'}</code>
              </>
            }
            autoComplete="off"
            spellCheck={false}
          />
        </div>
      </div>
    </Card>
  );
}

function countsOf({ counts }: Schemas['Dataset']): string {
  const videos = numberOf(counts.videos);
  const hours = numberOf(counts.hours);
  const parts = [
    videos !== null && plural(videos, 'video'),
    hours !== null && hours > 0 && span(hours * 3600),
  ];
  return parts.filter(Boolean).join(', ') || 'counts unknown';
}
