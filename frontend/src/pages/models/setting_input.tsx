import { SelectField, SwitchField, TextArea, TextField } from '@/ui/field';
import { ManyInput } from './many_input';
import { Prose } from './prose';
import { listOfRaw, type Raw, rangeText } from './raw';
import { RowsInput } from './rows_input';
import type { Leaf } from './schema';
import { precisionOf } from './template_facts';

interface Props {
  field: Leaf;
  raw: Raw;
  onChange: (raw: Raw) => void;
  problem?: string;
  /** Where its value is from, if not from the template. */
  origin?: string;
}

/** The input that suits a setting. */
export function SettingInput({ field, raw, onChange, problem, origin }: Props) {
  const help = <Help field={field} origin={origin} />;
  const shared = { label: field.label, help: hasHelp(field, origin) ? help : undefined, problem };
  const text = typeof raw === 'string' ? raw : '';
  switch (field.kind) {
    case 'switch':
      return (
        <>
          <SwitchField {...shared} checked={raw === true} onChange={onChange} />
          {problem && (
            <p role="alert" className="mt-1 text-sm text-bad">
              {problem}
            </p>
          )}
        </>
      );
    case 'choice':
      return (
        <SelectField
          {...shared}
          value={text}
          onChoose={onChange}
          choices={[
            ...(field.nullable ? [{ value: '', label: 'not set' }] : []),
            ...field.choices.map((value) => ({ value, label: choiceLabel(field.key, value) })),
          ]}
        />
      );
    case 'number':
      return (
        <TextField
          {...shared}
          value={text}
          inputMode={field.integer ? 'numeric' : 'decimal'}
          placeholder={field.nullable ? 'not set' : undefined}
          onChange={(event) => onChange(event.target.value)}
          autoComplete="off"
        />
      );
    case 'text':
      return field.longest > 400 && !/model|path|cache|device/.test(field.key) ? (
        <TextArea
          {...shared}
          value={text}
          rows={3}
          onChange={(event) => onChange(event.target.value)}
        />
      ) : (
        <TextField
          {...shared}
          value={text}
          placeholder={field.nullable ? 'not set' : undefined}
          onChange={(event) => onChange(event.target.value)}
          autoComplete="off"
          spellCheck={false}
        />
      );
    case 'many':
      return <ManyInput {...shared} field={field} raw={listOfRaw(raw)} onChange={onChange} />;
    case 'words':
      return (
        <TextField
          {...shared}
          value={listOfRaw(raw).map(String).join(', ')}
          onChange={(event) =>
            onChange(event.target.value.split(',').map((one) => one.trimStart()))
          }
          autoComplete="off"
          spellCheck={false}
        />
      );
    case 'rows':
    case 'tuple':
      return <RowsInput {...shared} field={field} raw={listOfRaw(raw)} onChange={onChange} />;
    case 'json':
      return (
        <TextArea
          {...shared}
          mono
          rows={Math.min(10, Math.max(2, text.split('\n').length))}
          value={text}
          placeholder={field.nullable ? 'not set' : '{}'}
          spellCheck={false}
          onChange={(event) => onChange(event.target.value)}
        />
      );
    case 'fixed':
      return null;
  }
}

function choiceLabel(key: string, value: string): string {
  return key.endsWith('mixed_precision') && value === 'no' ? `no (${precisionOf(value)})` : value;
}

function hasHelp(field: Leaf, origin?: string): boolean {
  return Boolean(field.help || origin || (field.kind === 'number' && rangeText(field.bounds)));
}

function Help({ field, origin }: { field: Leaf; origin?: string }) {
  const range = field.kind === 'number' ? rangeText(field.bounds) : '';
  return (
    <>
      {field.help && <Prose text={field.help} />}
      {range && <span className="tabular"> ({range})</span>}
      {origin && (
        <span className="block text-info" title={origin}>
          From {origin.split(', /')[0]}.
        </span>
      )}
    </>
  );
}
