import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { api, at, tagged } from '@/api/client';
import { takeAnswer } from '@/api/freshness';
import { queries } from '@/api/queries';
import { curlLine } from '@/lib/command';
import { plural } from '@/lib/format';
import { Card } from '@/ui/card';
import { CommandLine } from '@/ui/command_line';
import { Failure } from '@/ui/states';
import { say } from '@/ui/toasts';
import { type Draft, draftOf, type Group, isMapping, problemOf, valuesOf } from '../form/fields';
import { useKept } from '../form/kept_draft';
import { isStale, refusedOf } from '../form/refused';
import { SaveBar } from '../form/save_bar';
import { SettingField } from '../form/setting_field';
import { StaleNotice } from '../form/stale_notice';

export interface Read {
  value: unknown;
  tag: string | null;
}

interface Kept {
  /** The state of the file that the edits were made to. */
  tag: string | null;
  before: Draft;
  edits: Draft;
}

function isDraft(value: unknown): value is Draft {
  return isMapping(value) && Object.values(value).every((one) => typeof one === 'string');
}

function isKept(value: unknown): value is Kept {
  return isMapping(value) && isDraft(value.edits) && isDraft(value.before) && 'tag' in value;
}

/** The settings file as a form. Only what was changed is sent; all else in the file stays. */
export function ConfigForm({
  groups,
  read,
  refresh,
}: {
  groups: readonly Group[];
  read: Read;
  refresh: () => Promise<Read>;
}) {
  const client = useQueryClient();
  const shown = groups.filter((group) => group.path !== '');
  const fields = shown.flatMap((group) => group.fields);
  const theirs = draftOf(fields, read.value);
  const [kept, keep] = useKept('settings', isKept);
  const [refused, setRefused] = useState<Record<string, string>>({});
  const edits = kept?.edits ?? {};
  const changed = fields.filter((field) => field.path in edits);
  const told = (path: string) => edits[path] ?? theirs[path] ?? '';
  const change = valuesOf(changed, edits);

  const save = useMutation({
    mutationFn: (tag: string | null) =>
      tagged(
        api.PUT('/api/config/persistent', {
          body: change,
          params: { header: { 'if-match': tag } },
        }),
      ),
    onSuccess: (written) => {
      takeAnswer(client, queries.config().queryKey, written);
      keep(null);
      setRefused({});
      say('The settings are saved.');
    },
    onError: (error) => {
      setRefused(refusedOf(error));
      if (isStale(error)) void refresh();
    },
  });

  const edit = (path: string, value: string) => {
    const { [path]: _, ...others } = edits;
    const next = value === (theirs[path] ?? '') ? others : { ...others, [path]: value };
    const { [path]: __, ...rest } = refused;
    setRefused(rest);
    save.reset();
    keep(
      Object.keys(next).length
        ? { tag: kept ? kept.tag : read.tag, before: kept?.before ?? theirs, edits: next }
        : null,
    );
  };
  const discard = () => {
    keep(null);
    setRefused({});
    save.reset();
  };
  const stale = kept !== null && kept.tag !== read.tag;
  const wrong = changed.some((field) => problemOf(field, told(field.path)) !== null);
  const atFields = fields.some((field) => field.path in refused);
  return (
    <div className="min-w-0">
      {stale && (
        <StaleNotice
          file="config.json"
          busy={save.isPending}
          differences={fields
            .filter(
              (field) =>
                field.path in edits &&
                (theirs[field.path] ?? '') !== (kept.before[field.path] ?? '') &&
                (theirs[field.path] ?? '') !== edits[field.path],
            )
            .map((field) => ({
              label: `${field.path.split('.')[0]}: ${field.label}`,
              mine: edits[field.path] ?? '',
              theirs: theirs[field.path] ?? '',
            }))}
          onKeepMine={() => save.mutate(read.tag)}
          onTakeTheirs={discard}
        />
      )}
      <Card
        title="Settings"
        about={
          <>
            Kept in <code className="font-mono">~/.spark_trainer/config.json</code>
            {read.tag === '"none"' && ', which the first change makes'}. Keys that this form does
            not know stay as they are.
          </>
        }
      >
        <div className="divide-y">
          {shown.map((group) => (
            <fieldset
              key={group.path}
              className="grid gap-x-8 gap-y-4 py-5 first:pt-1 last:pb-0 md:grid-cols-[11rem_minmax(0,1fr)]"
            >
              <div>
                <legend className="font-semibold">{group.label}</legend>
                <p className="mt-0.5 text-sm text-ink-3">{group.help}</p>
              </div>
              <div className="grid gap-4 sm:grid-cols-2">
                {group.fields.map((field) => (
                  <SettingField
                    key={field.path}
                    field={field}
                    value={told(field.path)}
                    refused={refused[field.path]}
                    onChange={(value) => edit(field.path, value)}
                  />
                ))}
              </div>
            </fieldset>
          ))}
        </div>
        <div className="mt-5 border-t pt-4">
          <p className="mb-1.5 text-sm text-ink-3">
            {changed.length ? 'The same in a terminal:' : 'To read them in a terminal:'}
          </p>
          <CommandLine
            command={
              changed.length
                ? curlLine('PUT', at('api/config/persistent'), change)
                : `curl ${at('api/config/persistent')}`
            }
          />
        </div>
      </Card>
      {save.error && !isStale(save.error) && !atFields && (
        <Failure error={save.error} className="mt-4" />
      )}
      {changed.length > 0 && !stale && (
        <SaveBar
          said={`${plural(changed.length, 'change')} not saved`}
          busy={save.isPending}
          wrong={wrong}
          onSave={() => save.mutate(kept?.tag ?? null)}
          onDiscard={discard}
        />
      )}
    </div>
  );
}
