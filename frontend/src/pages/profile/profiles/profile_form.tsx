import { SwitchField } from '@/ui/field';
import type { Draft, Group } from '../form/fields';
import { SettingField } from '../form/setting_field';
import { isThere, withGroup } from './editing';

/** The settings of a profile; what is not set is as elsewhere. */
export function ProfileForm({
  groups,
  draft,
  refused,
  onChange,
}: {
  groups: readonly Group[];
  draft: Draft;
  refused: Record<string, string>;
  onChange: (draft: Draft) => void;
}) {
  const put = (path: string, value: string, optional: boolean) => {
    const { [path]: _, ...others } = draft;
    onChange(value === '' && optional ? others : { ...others, [path]: value });
  };
  return (
    <div className="divide-y">
      {groups.map((group) => (
        <fieldset key={group.path} className="py-5 first:pt-0 last:pb-0">
          <legend className="sr-only">{group.label || 'Settings'}</legend>
          {group.optional && (
            <SwitchField
              label={group.label}
              help={group.help}
              checked={isThere(draft, group)}
              onChange={(there) => onChange(withGroup(draft, group, there))}
            />
          )}
          {(!group.optional || isThere(draft, group)) && (
            <div
              className={
                group.optional ? 'mt-4 grid gap-4 sm:grid-cols-2' : 'grid gap-4 sm:grid-cols-2'
              }
            >
              {group.fields.map((field) => (
                <div
                  key={field.path}
                  className={field.path === 'description' ? 'sm:col-span-2' : 'min-w-0'}
                >
                  <SettingField
                    field={field}
                    value={draft[field.path] ?? (field.kind === 'choice' ? field.fallback : '')}
                    refused={refused[field.path]}
                    onChange={(value) =>
                      put(field.path, value, field.optional || field.path === 'description')
                    }
                  />
                </div>
              ))}
            </div>
          )}
        </fieldset>
      ))}
    </div>
  );
}
