import { Undo2 } from 'lucide-react';
import { classes } from '@/ui/classes';
import { SwitchField } from '@/ui/field';
import { baseOf, isOn } from './changes';
import { Prose } from './prose';
import { rawOf } from './raw';
import type { RunForm } from './run_form';
import type { Field, Group, Leaf } from './schema';
import { SettingInput } from './setting_input';

export interface Standing {
  form: RunForm;
  /** Before any change. */
  base: unknown;
  origins: Record<string, string>;
  problems: Record<string, string>;
  /** Keys that differ from `base`. */
  changed: ReadonlySet<string>;
}

/** Settings two in a row; groups in a frame of their own. */
export function SettingsFields({
  fields,
  standing,
  parents = [],
}: {
  fields: Field[];
  standing: Standing;
  parents?: Group[];
}) {
  return (
    <div className="grid gap-x-5 gap-y-4 sm:grid-cols-2">
      {fields.map((field) =>
        field.kind === 'group' ? (
          <GroupFields key={field.key} group={field} standing={standing} parents={parents} />
        ) : (
          <One key={field.key} field={field} standing={standing} parents={parents} />
        ),
      )}
    </div>
  );
}

/** A long name ends before the way back. */
const LABEL_ROOM = '[&_label]:pr-20';

function One({ field, standing, parents }: { field: Leaf; standing: Standing; parents: Group[] }) {
  const { form, base, problems, origins } = standing;
  const edit = form.edits[field.key];
  const changed = standing.changed.has(field.key) || (edit !== undefined && problems[field.key]);
  const wide = field.kind === 'rows' || field.kind === 'json' || field.kind === 'many';
  if (field.kind === 'fixed') return null;
  return (
    <div
      data-key={field.key}
      className={classes('relative min-w-0', wide && 'sm:col-span-2', changed && LABEL_ROOM)}
    >
      <SettingInput
        field={field}
        raw={edit ?? rawOf(field, baseOf(field, parents, base))}
        onChange={(raw) => form.edit(field.key, raw)}
        problem={problems[field.key]}
        origin={origins[field.key]}
      />
      {changed && <Back label={field.label} onClick={() => form.reset(field.key)} />}
    </div>
  );
}

function Back({ label, onClick }: { label: string; onClick: () => void }) {
  return (
    <button
      type="button"
      onClick={onClick}
      className="absolute top-0 right-0 inline-flex items-center gap-1 rounded-full bg-accent-soft px-1.5 text-xs font-medium text-accent hover:underline"
    >
      <Undo2 aria-hidden className="size-3" />
      changed<span className="sr-only">: {label}. Set it back</span>
    </button>
  );
}

function GroupFields({
  group,
  standing,
  parents,
}: {
  group: Group;
  standing: Standing;
  parents: Group[];
}) {
  const { form, base } = standing;
  const on = !group.nullable || isOn(group, form.edits, base);
  return (
    <fieldset data-key={group.key} className="min-w-0 rounded-md border p-3 sm:col-span-2 sm:p-4">
      <legend className={group.nullable ? 'sr-only' : 'px-1.5 text-sm font-semibold'}>
        {group.label}
      </legend>
      {standing.problems[group.key] && (
        <p role="alert" className="mb-3 text-sm text-bad">
          {standing.problems[group.key]}
        </p>
      )}
      {group.nullable ? (
        <SwitchField
          label={group.label}
          help={group.help && <Prose text={group.help} />}
          checked={on}
          onChange={(value) => form.edit(group.key, value)}
        />
      ) : (
        group.help && (
          <p className="-mt-1 mb-3 text-sm text-ink-3">
            <Prose text={group.help} />
          </p>
        )
      )}
      {on && (
        <div className={group.nullable ? 'mt-3' : undefined}>
          <SettingsFields fields={group.fields} standing={standing} parents={[...parents, group]} />
        </div>
      )}
    </fieldset>
  );
}
