import { isMapping } from './json';
import { Prose } from './prose';
import type { Field } from './schema';
import { valueText } from './values';

/** Settings with their values, and what each does. Groups have a heading of their own. */
export function SettingsFacts({ fields, values }: { fields: Field[]; values: unknown }) {
  const rows = fields.filter((field) => field.kind !== 'group');
  const groups = fields.filter((field) => field.kind === 'group');
  return (
    <div className="space-y-5">
      {rows.length > 0 && (
        <dl className="divide-y">
          {rows.map((field) => (
            <Row key={field.key} field={field} value={valueAt(values, field)} />
          ))}
        </dl>
      )}
      {groups.map((group) => {
        const inside = valueAt(values, group);
        return (
          <section key={group.key} aria-label={group.label}>
            <h3 className="text-sm font-semibold">{group.label}</h3>
            {group.help && (
              <p className="text-sm text-ink-3">
                <Prose text={group.help} />
              </p>
            )}
            {group.kind === 'group' && isMapping(inside) ? (
              <div className="mt-2 border-l-2 pl-4">
                <SettingsFacts fields={group.fields} values={inside} />
              </div>
            ) : (
              <p className="mt-1 text-ink-2">not set</p>
            )}
          </section>
        );
      })}
    </div>
  );
}

function valueAt(values: unknown, field: Field): unknown {
  return isMapping(values) ? values[field.key.split('.').at(-1) ?? ''] : undefined;
}

function Row({ field, value }: { field: Field; value: unknown }) {
  return (
    <div className="grid gap-x-6 py-2 sm:grid-cols-[minmax(0,13rem)_minmax(0,1fr)]">
      <dt className="text-ink-3">{field.label}</dt>
      <dd className="min-w-0">
        {isMapping(value) ? (
          <pre className="overflow-x-auto rounded-md bg-sunken px-3 py-2 font-mono text-sm">
            {JSON.stringify(value, null, 2)}
          </pre>
        ) : (
          <span className="tabular font-medium break-words">{valueText(value)}</span>
        )}
        {field.help && (
          <span className="block text-sm text-ink-3">
            <Prose text={field.help} />
          </span>
        )}
      </dd>
    </div>
  );
}
