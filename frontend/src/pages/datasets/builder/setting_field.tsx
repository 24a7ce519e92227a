import { type ReactNode, useId } from 'react';
import { SelectField, SwitchField, TextField } from '@/ui/field';
import { defaultText, type Raw, type Setting } from './draft';
import { EMPTY, labelOf, SUGGESTED } from './labels';

interface Props {
  setting: Setting;
  value: Raw | undefined;
  problem?: string;
  onChange: (value: Raw | undefined) => void;
  /** More to choose from, as the models that are here. */
  suggested?: string[];
}

/** One flag of the command as a field; its help is what the command's own code says of it. */
export function SettingField({ setting, value, problem, onChange, suggested }: Props) {
  const list = useId();
  const label = labelOf(setting.flag);
  const help = setting.about ? <Told text={setting.about} /> : undefined;
  if (setting.kind === 'switch') {
    return (
      <SwitchField
        label={label}
        help={help}
        checked={typeof value === 'boolean' ? value : setting.default === true}
        onChange={onChange}
      />
    );
  }
  const text = typeof value === 'string' ? value : '';
  if (setting.kind === 'choice') {
    const usual = defaultText(setting) || 'auto';
    const choices = setting.choices.map((one) => ({
      value: one,
      label: one === usual ? `${one} (default)` : one,
    }));
    return (
      <SelectField
        {...{ label, help, problem, choices }}
        value={text || usual}
        onChoose={(one) => onChange(one === usual ? undefined : one)}
      />
    );
  }
  const numeric = setting.kind === 'number' || setting.kind === 'integer';
  const options = suggested ?? SUGGESTED[setting.flag] ?? [];
  return (
    <>
      <TextField
        {...{ label, help, problem }}
        inputMode={numeric ? 'decimal' : undefined}
        placeholder={defaultText(setting) || EMPTY[setting.flag] || 'default'}
        list={options.length ? list : undefined}
        autoComplete="off"
        spellCheck={false}
        value={text}
        onChange={(event) => onChange(event.target.value || undefined)}
      />
      {options.length > 0 && (
        <datalist id={list}>
          {options.map((one) => (
            <option key={one} value={one} />
          ))}
        </datalist>
      )}
    </>
  );
}

/** A docstring of the command's code: `code` in it is shown as such. */
export function Told({ text }: { text: string }): ReactNode {
  const words = text.replaceAll(/\bnone = /g, 'empty = ').replaceAll(' (none)', ' (empty)');
  return words
    .split('`')
    .map((part, n) => (n % 2 ? <Code key={n}>{part}</Code> : <span key={n}>{part}</span>));
}

function Code({ children }: { children: ReactNode }) {
  return <code className="font-mono text-[0.92em]">{children}</code>;
}
