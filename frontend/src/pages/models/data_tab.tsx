import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { Card } from '@/ui/card';
import { CommandLine } from '@/ui/command_line';
import { textOf } from './json';
import { modelQueries } from './queries';
import { SettingsFacts } from './settings_facts';
import type { Shown } from './template';

export function DataTab({ template, fields }: Shown) {
  const data = fields.find((field) => field.key === 'data');
  const shown = data?.kind === 'group' ? data.fields : [];
  const settings = useQuery(modelQueries.settings(template.id));
  const preset = textOf(template.whole.augmentations);
  return (
    <div className="grid items-start gap-5 xl:grid-cols-2">
      <Card
        title="Format and preprocessing"
        about="How a line of the dataset becomes what the model takes."
      >
        <SettingsFacts
          fields={data?.kind === 'group' ? shown : data ? [data] : []}
          values={data?.kind === 'group' ? template.whole.data : template.whole}
        />
      </Card>
      <div className="min-w-0 space-y-5">
        <Card title="Where the data comes from">
          <p className="text-ink-2">
            A dataset folder: videos with their frames, sound, captions and transcripts, and a{' '}
            <code className="font-mono text-sm">manifest.jsonl</code> with one line a video.{' '}
            <Link to="/datasets" className="text-accent underline">
              See your datasets
            </Link>{' '}
            or{' '}
            <Link to="/datasets/new" className="text-accent underline">
              build one from videos
            </Link>
            .
          </p>
        </Card>
        <Card
          title="Augmentations"
          about="Small changes of samples in training, drawn anew each time; never in evaluation."
        >
          <p className="mb-3 text-ink-2">
            {preset ? (
              <>
                This template takes the preset{' '}
                <code className="font-mono text-sm font-medium">{preset}</code>.
              </>
            ) : (
              'This template takes samples as they are. A run can choose a preset:'
            )}
          </p>
          <dl className="divide-y">
            {Object.entries(settings.data?.augmentations ?? {}).map(([name, about]) => (
              <div key={name} className="grid gap-x-4 py-1.5 sm:grid-cols-[6rem_minmax(0,1fr)]">
                <dt className="font-mono text-sm break-words">{name}</dt>
                <dd className="text-ink-2">{about}</dd>
              </div>
            ))}
          </dl>
          <CommandLine className="mt-3" command="spark-trainer augment list" />
        </Card>
      </div>
    </div>
  );
}
