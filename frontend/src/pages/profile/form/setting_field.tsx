import { SelectField, TextField } from '@/ui/field';
import { type Field, problemOf, rangeOf } from './fields';

interface Props {
  field: Field;
  value: string;
  onChange: (value: string) => void;
  /** What the server says is wrong with it. */
  refused?: string;
}

/** The control of one setting: a list where there are few values, else a line. */
export function SettingField({ field, value, onChange, refused }: Props) {
  const range = rangeOf(field);
  const help = [field.help, range && `${range}.`].filter(Boolean).join(' ');
  const around = {
    label: field.label,
    help: help || undefined,
    problem: problemOf(field, value) ?? refused ?? null,
  };
  if (field.kind === 'choice' || field.kind === 'switch') {
    const choices =
      field.kind === 'choice'
        ? field.choices.map((choice) => ({ value: choice, label: choice }))
        : [
            { value: 'true', label: 'yes' },
            { value: 'false', label: 'no' },
          ];
    const unknown = value !== '' && !choices.some((choice) => choice.value === value);
    return (
      <SelectField
        {...around}
        value={value}
        onChoose={onChange}
        choices={[
          ...(field.optional || value === '' ? [{ value: '', label: 'not set' }] : []),
          ...(unknown ? [{ value, label: value }] : []),
          ...choices,
        ]}
      />
    );
  }
  return (
    <TextField
      {...around}
      value={value}
      inputMode={field.kind === 'number' ? (field.whole ? 'numeric' : 'decimal') : undefined}
      placeholder={field.fallback || (field.optional ? 'not set' : undefined)}
      autoComplete="off"
      spellCheck={field.path === 'description'}
      onChange={(event) => onChange(event.target.value)}
    />
  );
}
