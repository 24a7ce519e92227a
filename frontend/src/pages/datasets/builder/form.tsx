import { useQuery } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { FolderOpen, Upload } from 'lucide-react';
import { type ReactNode, useEffect, useState } from 'react';
import type { Schemas } from '@/api/client';
import { queries } from '@/api/queries';
import { classes } from '@/ui/classes';
import type { BuilderSearch } from '../search';
import { type Backend, draftFrom, nameFrom, problemsOf } from './draft';
import { FolderBrowser } from './folder_browser';
import { StartCard } from './start_card';
import { StepSettings } from './step_settings';
import { UploadPanel } from './upload_panel';
import { newCollection } from './uploads';
import { useDraft } from './use_draft';
import { useSource } from './use_source';

interface Props {
  form: Schemas['BuildForm'];
  backends: readonly Backend[];
  search: BuilderSearch;
}

/** Where from, how, and under which name; the command grows along. */
export function BuilderForm({ form, backends, search }: Props) {
  const navigate = useNavigate();
  const { kept, setName, change, take } = useDraft();
  const [fresh] = useState(newCollection);
  const collection = search.collection ?? fresh;
  const go = (more: Partial<BuilderSearch>) =>
    navigate({ to: '/datasets/new', search: (old) => ({ ...old, ...more }), replace: true });
  useLike(search.like, form, (name, draft, input) => {
    take({ name, draft });
    go({ like: undefined, from: undefined, folder: input ?? undefined });
  });
  const source = useSource(search, form, collection);
  const problems = problemsOf(form.steps, kept.draft, backends);
  const suggest = (text: string) => {
    if (!kept.name) setName(nameFrom(text.replace(/\.[^.]*$/, '')));
  };
  return (
    <div className="grid items-start gap-5 xl:grid-cols-[minmax(0,1fr)_23rem]">
      <div className="min-w-0 space-y-5">
        <Part number={1} title="Videos" about="Where they are now. Nothing is changed there.">
          <div className="mb-4 grid gap-2 sm:grid-cols-2">
            <SourceChoice
              icon={<FolderOpen aria-hidden className="size-4.5" />}
              title="A folder on this machine"
              about="Read where it lies. No copy is made."
              chosen={search.from !== 'upload'}
              onChoose={() => go({ from: undefined })}
            />
            <SourceChoice
              icon={<Upload aria-hidden className="size-4.5" />}
              title="Upload from this browser"
              about="Drag and drop files and folders."
              chosen={search.from === 'upload'}
              onChoose={() => go({ from: 'upload' })}
            />
          </div>
          {search.from === 'upload' ? (
            <UploadPanel
              form={form}
              collection={collection}
              onBegin={(top) => {
                if (!search.collection) go({ collection });
                suggest(top);
              }}
              onCollection={(name) => go({ collection: name })}
            />
          ) : (
            <FolderBrowser
              path={search.folder}
              onOpen={(folder) => {
                go({ folder });
                if (folder) suggest(folder.split('/').pop() ?? '');
              }}
            />
          )}
        </Part>
        <Part
          number={2}
          title="Pipeline"
          about="Seven steps in one pass over each video. The defaults suit most footage."
          flush
        >
          {form.steps.map((step, index) => (
            <StepSettings
              key={step.op}
              number={index + 1}
              open={step.op === 'captions' || step.op === 'transcript'}
              onChange={change}
              draft={kept.draft}
              {...{ step, backends, problems }}
            />
          ))}
        </Part>
      </div>
      <StartCard
        {...{ form, backends, source, problems }}
        name={kept.name}
        draft={kept.draft}
        onName={setName}
        onClear={
          kept.name || Object.keys(kept.draft).length ? () => take({ name: '', draft: {} }) : null
        }
        onStarted={(job) => navigate({ to: '/datasets/new', search: { job }, replace: false })}
      />
    </div>
  );
}

/** Fill the form as it was for another dataset, once. */
function useLike(
  like: string | undefined,
  form: Schemas['BuildForm'],
  found: (name: string, draft: ReturnType<typeof draftFrom>, input: string | null) => void,
): void {
  const dataset = useQuery({ ...queries.dataset(like ?? ''), enabled: like !== undefined });
  // biome-ignore lint/correctness/useExhaustiveDependencies: once, when it is there
  useEffect(() => {
    if (like === undefined || !dataset.data) return;
    found(dataset.data.name, draftFrom(form.steps, dataset.data.settings), dataset.data.input);
  }, [like, dataset.data]);
}

function Part({
  number,
  title,
  about,
  flush,
  children,
}: {
  number: number;
  title: string;
  about: string;
  flush?: boolean;
  children: ReactNode;
}) {
  return (
    <section className="overflow-hidden rounded-lg border bg-surface shadow-card">
      <header className="border-b px-4 py-3 sm:px-5">
        <h2 className="text-lg font-semibold">
          <span className="text-ink-3">{number}.</span> {title}
        </h2>
        <p className="text-sm text-ink-3">{about}</p>
      </header>
      <div className={classes(!flush && 'p-4 sm:p-5')}>{children}</div>
    </section>
  );
}

function SourceChoice({
  icon,
  title,
  about,
  chosen,
  onChoose,
}: {
  icon: ReactNode;
  title: string;
  about: string;
  chosen: boolean;
  onChoose: () => void;
}) {
  return (
    <button
      type="button"
      aria-pressed={chosen}
      onClick={onChoose}
      className={classes(
        'flex items-start gap-3 rounded-md border px-3 py-2.5 text-left transition-colors',
        chosen ? 'border-accent bg-accent-soft' : 'hover:bg-hover',
      )}
    >
      <span className={classes('mt-0.5', chosen ? 'text-accent' : 'text-ink-3')}>{icon}</span>
      <span>
        <span className="block font-medium">{title}</span>
        <span className="block text-sm text-ink-2">{about}</span>
      </span>
    </button>
  );
}
