import { at } from '@/api/client';
import { commandLine, curlLine } from '@/lib/command';
import { Badge } from '@/ui/badge';
import { Card } from '@/ui/card';
import { classes } from '@/ui/classes';
import { CommandLine } from '@/ui/command_line';
import { TextField } from '@/ui/field';
import { Failure } from '@/ui/states';
import type { Group } from '../form/fields';
import { isStale, refusedOf } from '../form/refused';
import { SaveBar } from '../form/save_bar';
import { StaleNotice } from '../form/stale_notice';
import { asForm, asText, type Editing, isWrong, profileOf, textMistakes } from './editing';
import { nameProblem, originOf, type ReadProfiles } from './origin';
import { ProfileForm } from './profile_form';
import { textOf } from './profile_text';
import { useSaveProfile } from './use_save';
import { YamlEditor } from './yaml_editor';

interface Props {
  read: ReadProfiles;
  groups: readonly Group[];
  /** Its name; null where it is a new one. */
  edit: string | null;
  editing: Editing;
  changed: boolean;
  onChange: (editing: Editing) => void;
  onDiscard: () => void;
  onAs: (as: 'form' | 'yaml') => void;
  onSaved: () => void;
  refresh: () => Promise<void>;
}

/** A profile as a form or as YAML: two looks at the same. */
export function Editor(props: Props) {
  const { read, groups, edit, editing, changed, onChange, onDiscard, onAs, onSaved } = props;
  const save = useSaveProfile(onSaved, props.refresh);
  const profile = profileOf(editing, groups);
  const mistakes = textMistakes(editing, groups);
  const wrongName =
    edit === null ? nameProblem(editing.name, Object.keys(read.value.profiles)) : null;
  const wrong =
    wrongName !== null ||
    profile === null ||
    mistakes.length > 0 ||
    (editing.draft !== null && isWrong(editing.draft, groups));
  const refused = refusedOf(save.error, `profiles.${editing.name}.`);
  const theirs = textOf(read.value.profiles[editing.name] ?? {});
  const stale = changed && editing.tag !== read.tag && (edit !== null || isStale(save.error));
  const form = editing.draft !== null;
  const change = (next: Editing) => {
    save.reset();
    onChange(next);
  };
  const turn = (as: 'form' | 'yaml') => {
    const next = as === 'yaml' ? asText(editing, groups) : asForm(editing, groups);
    if (!next) return;
    if (changed) onChange(next);
    onAs(as);
  };
  const write = (tag: string | null) => {
    if (profile !== null) save.mutate({ name: editing.name, profile, tag });
  };
  return (
    <>
      {stale && (
        <StaleNotice
          file="profiles.yaml"
          busy={save.isPending}
          differences={
            theirs === editing.before
              ? []
              : [{ label: editing.name, mine: textOf(profile ?? {}), theirs }]
          }
          onKeepMine={() => write(read.tag)}
          onTakeTheirs={onDiscard}
        />
      )}
      <div className="grid grid-cols-1 items-start gap-4 xl:grid-cols-[minmax(0,1fr)_26rem]">
        <Card
          title={edit === null ? 'New profile' : editing.name}
          actions={<Looks form={form} stuck={!form && mistakes.length > 0} onTurn={turn} />}
        >
          {edit === null && (
            <TextField
              label="Name"
              help="What stands after --profile."
              problem={wrongName}
              value={editing.name}
              autoComplete="off"
              spellCheck={false}
              className="mb-4 max-w-md"
              onChange={(event) => change({ ...editing, name: event.target.value })}
            />
          )}
          {editing.draft !== null ? (
            <ProfileForm
              groups={groups}
              draft={editing.draft}
              refused={refused}
              onChange={(draft) => change({ ...editing, draft })}
            />
          ) : (
            <YamlEditor
              text={editing.text}
              mistakes={mistakes}
              onChange={(text) => change({ ...editing, text })}
            />
          )}
          {save.error && !isStale(save.error) && <Failure error={save.error} className="mt-4" />}
        </Card>
        <Side name={editing.name} edit={edit} read={read} profile={wrong ? null : profile} />
      </div>
      {(changed || edit === null) && !stale && (
        <SaveBar
          said={edit === null ? 'A new profile, not saved' : 'Changes not saved'}
          busy={save.isPending}
          wrong={wrong}
          save={edit === null ? 'Make the profile' : 'Save'}
          onSave={() => write(editing.tag)}
          onDiscard={edit === null && !changed ? onSaved : onDiscard}
        />
      )}
    </>
  );
}

function Looks({
  form,
  stuck,
  onTurn,
}: {
  form: boolean;
  /** The YAML has mistakes that the form could not show. */
  stuck: boolean;
  onTurn: (as: 'form' | 'yaml') => void;
}) {
  return (
    <fieldset className="flex rounded-md border bg-sunken p-0.5">
      <legend className="sr-only">Edit it as</legend>
      {(['form', 'yaml'] as const).map((as) => {
        const here = (as === 'form') === form;
        return (
          <button
            key={as}
            type="button"
            aria-pressed={here}
            disabled={as === 'form' && stuck}
            title={as === 'form' && stuck ? 'Mend the mistakes in the YAML first' : undefined}
            onClick={() => onTurn(as)}
            className={classes(
              'rounded-sm px-3 py-1 text-sm font-medium disabled:opacity-50',
              here ? 'bg-surface shadow-card' : 'text-ink-2 hover:text-ink',
            )}
          >
            {as === 'form' ? 'Form' : 'YAML'}
          </button>
        );
      })}
    </fieldset>
  );
}

function Side({
  name,
  edit,
  read,
  profile,
}: {
  name: string;
  edit: string | null;
  read: ReadProfiles;
  profile: Record<string, unknown> | null;
}) {
  const origin = edit === null ? null : originOf(read.value, edit);
  return (
    <Card title="How it is taken">
      <div className="space-y-4">
        <div>
          <p className="mb-1.5 text-sm text-ink-2">In a training</p>
          <CommandLine command={commandLine('train', ['TEMPLATE'], { profile: name || 'NAME' })} />
        </div>
        {profile !== null && (
          <div>
            <p className="mb-1.5 text-sm text-ink-2">To save it from a terminal</p>
            <CommandLine
              command={curlLine('POST', at('api/config/profiles'), {
                profiles: { [name]: profile },
              })}
            />
          </div>
        )}
        <p className="text-sm break-words text-ink-3">
          {origin === 'shipped' && (
            <>
              <Badge className="mr-1.5">shipped</Badge>
              Saving puts yours in its place; the shipped one can be brought back.{' '}
            </>
          )}
          Written to <code className="font-mono break-all">{read.value.file}</code>. Flags of a
          command go before a profile; a profile goes before the settings and the template.
        </p>
      </div>
    </Card>
  );
}
