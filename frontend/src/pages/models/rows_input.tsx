import { Plus, Trash2 } from 'lucide-react';
import type { ReactNode } from 'react';
import { Button, IconButton } from '@/ui/button';
import { labelOf } from './labels';
import { type Raw, rawOf } from './raw';
import type { RowsField, TupleField } from './schema';
import { SettingInput } from './setting_input';

interface Props {
  field: RowsField | TupleField;
  raw: Raw[];
  onChange: (raw: Raw) => void;
  label: ReactNode;
  help?: ReactNode;
  problem?: string;
}

/** A list of mappings, a box each; or a few numbers side by side. */
export function RowsInput({ field, raw, onChange, label, help, problem }: Props) {
  const change = (index: number, value: Raw) =>
    onChange(raw.map((one, at) => (at === index ? value : one)));
  return (
    <fieldset>
      <legend className="mb-1 text-sm font-medium">{label}</legend>
      {help && <p className="mb-2 text-sm text-ink-3">{help}</p>}
      {field.kind === 'tuple' ? (
        <div className="grid grid-cols-2 gap-3">
          {field.fields.map((part, index) => (
            <SettingInput
              key={part.key}
              field={{ ...part, label: partLabel(field.key, index), help: '' }}
              raw={raw[index] ?? ''}
              onChange={(value) => change(index, value)}
            />
          ))}
        </div>
      ) : (
        <div className="space-y-3">
          {raw.map((row, index) => (
            <RowBox
              key={index}
              title={`${labelOf(field.key).replace(/s$/, '')} ${index + 1}`}
              field={field}
              row={row}
              onChange={(value) => change(index, value)}
              onRemove={
                raw.length > field.least
                  ? () => onChange(raw.filter((_, at) => at !== index))
                  : null
              }
            />
          ))}
          <Button
            small
            onClick={() =>
              onChange([
                ...raw,
                Object.fromEntries(field.fields.map((one) => [one.key, rawOf(one, null)])),
              ])
            }
          >
            <Plus aria-hidden className="size-3.5" /> Add one
          </Button>
        </div>
      )}
      {problem && (
        <p role="alert" className="mt-1 text-sm text-bad">
          {problem}
        </p>
      )}
    </fieldset>
  );
}

function partLabel(key: string, index: number): string {
  if (key.endsWith('epochs')) return index === 0 ? 'From epoch' : 'Before epoch';
  return index === 0 ? 'First' : 'Second';
}

function RowBox({
  title,
  field,
  row,
  onChange,
  onRemove,
}: {
  title: string;
  field: RowsField;
  row: Raw;
  onChange: (value: Raw) => void;
  onRemove: (() => void) | null;
}) {
  const whole = typeof row === 'object' && !Array.isArray(row) ? row : {};
  return (
    <fieldset className="rounded-md border bg-sunken p-3">
      <legend className="sr-only">{title}</legend>
      <div className="mb-2 flex items-center justify-between">
        <p aria-hidden className="text-sm font-semibold">
          {title}
        </p>
        {onRemove && (
          <IconButton label={`Remove ${title.toLowerCase()}`} onClick={onRemove} className="size-7">
            <Trash2 className="size-4" />
          </IconButton>
        )}
      </div>
      <div className="grid gap-3 sm:grid-cols-2">
        {field.fields.map((part) => (
          <SettingInput
            key={part.key}
            field={part}
            raw={whole[part.key] ?? rawOf(part, null)}
            onChange={(value) => onChange({ ...whole, [part.key]: value })}
          />
        ))}
      </div>
    </fieldset>
  );
}
