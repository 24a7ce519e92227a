import { useMutation } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { Download } from 'lucide-react';
import { api, data } from '@/api/client';
import { Badge } from '@/ui/badge';
import { Button } from '@/ui/button';
import { classes } from '@/ui/classes';
import { CommandLine } from '@/ui/command_line';
import { say, sayFailed } from '@/ui/toasts';
import type { Backend, Kind } from './draft';
import { BACKENDS } from './labels';

interface Props {
  kind: Kind;
  backends: readonly Backend[];
  value: Backend;
  onChoose: (name: string) => void;
}

/** Who makes the captions or transcripts; each says whether it works here, as things are. */
export function BackendChoice({ kind, backends, value, onChoose }: Props) {
  const of = backends.filter((one) => one.kind === kind);
  return (
    <fieldset>
      <legend className="mb-1.5 text-sm font-medium">
        {kind === 'captions' ? 'Who writes the captions' : 'Who writes the transcripts'}
      </legend>
      <div className="grid gap-2 sm:grid-cols-2">
        {of.map((one) => (
          <Choice key={one.name} {...{ kind, one, onChoose }} checked={one.name === value.name} />
        ))}
      </div>
      {!value.works && value.get && <Missing backend={value} />}
    </fieldset>
  );
}

function Choice({
  kind,
  one,
  checked,
  onChoose,
}: {
  kind: Kind;
  one: Backend;
  checked: boolean;
  onChoose: (name: string) => void;
}) {
  const said = BACKENDS[`${kind} ${one.name}`];
  return (
    <label
      className={classes(
        'flex cursor-pointer items-start gap-2.5 rounded-md border px-3 py-2.5 transition-colors has-focus-visible:outline-2 has-focus-visible:outline-accent',
        checked ? 'border-accent bg-accent-soft' : 'hover:bg-hover',
      )}
    >
      <input
        type="radio"
        name={kind}
        value={one.name}
        checked={checked}
        onChange={() => onChoose(one.name)}
        className="mt-1 accent-(--accent)"
      />
      <span className="min-w-0 flex-1">
        <span className="flex flex-wrap items-center gap-x-2 gap-y-0.5">
          <span className="font-medium">{said?.title ?? one.name}</span>
          <Standing one={one} />
        </span>
        <span className="block text-sm text-ink-2">{said?.about ?? one.about}</span>
      </span>
    </label>
  );
}

function Standing({ one }: { one: Backend }) {
  if (one.name === 'none') return null;
  if (one.works) return <Badge tone="good">works here</Badge>;
  if (one.needs === 'a model download') {
    const packages = one.why_not?.startsWith('needs the packages');
    return <Badge tone="warn">{packages ? 'needs packages' : 'needs a download'}</Badge>;
  }
  return <Badge>{one.needs === 'a server' ? 'needs a server' : 'needs a trained model'}</Badge>;
}

/** What is missing, and both ways to get it: the command, or a job of it. */
function Missing({ backend }: { backend: Backend }) {
  const pull = backend.needs === 'a model download' && backend.get?.includes('models pull');
  const fetch = useMutation({
    mutationFn: () =>
      data(
        api.POST('/api/jobs', {
          body: {
            command: 'models pull',
            arguments: [backend.name],
            options: {},
            priority: 0,
            retries: 0,
          },
        }),
      ),
    onSuccess: (job) =>
      say(
        <>
          Fetching {backend.name} in job{' '}
          <Link to="/jobs" className="underline">
            {job.id.slice(0, 8)}
          </Link>
          .
        </>,
      ),
    onError: sayFailed,
  });
  return (
    <div className="mt-3 rounded-md border border-warn/40 bg-warn-soft px-3 py-2.5" role="status">
      <p className="mb-2 text-sm">
        {backend.why_not?.replace(/^./, (first) => first.toUpperCase())}. The build fetches it first
        where this machine reaches the hub; on any other, fetch it where there is a network.
      </p>
      <div className="flex flex-wrap items-start gap-2">
        {backend.get && <CommandLine command={backend.get} className="min-w-0 flex-1 bg-surface" />}
        {pull && (
          <Button small busy={fetch.isPending} onClick={() => fetch.mutate()} className="min-h-10">
            <Download aria-hidden className="size-4" />
            Fetch it now
          </Button>
        )}
      </div>
    </div>
  );
}
