import { Switch as RadixSwitch } from 'radix-ui';
import { type ComponentProps, type ReactNode, useId } from 'react';
import { classes } from './classes';

interface Around {
  label: ReactNode;
  /** What it does, its range, its unit. */
  help?: ReactNode;
  /** What is wrong with it now. */
  problem?: string | null;
  className?: string;
}

function Frame({
  label,
  help,
  problem,
  className,
  id,
  children,
}: Around & { id: string; children: ReactNode }) {
  return (
    <div className={classes('min-w-0', className)}>
      <label htmlFor={id} className="mb-1 block text-sm font-medium">
        {label}
      </label>
      {children}
      {help && (
        <p id={`${id}-help`} className="mt-1 text-sm text-ink-3">
          {help}
        </p>
      )}
      {problem && (
        <p id={`${id}-problem`} role="alert" className="mt-1 text-sm text-bad">
          {problem}
        </p>
      )}
    </div>
  );
}

function described(id: string, help: ReactNode, problem?: string | null) {
  const ids = [help && `${id}-help`, problem && `${id}-problem`].filter(Boolean).join(' ');
  return { id, 'aria-describedby': ids || undefined, 'aria-invalid': problem ? true : undefined };
}

/** A line of text, or a number, with its name. */
export function TextField({
  label,
  help,
  problem,
  className,
  ...rest
}: Around & Omit<ComponentProps<'input'>, 'id' | 'className'>) {
  const id = useId();
  return (
    <Frame {...{ label, help, problem, className, id }}>
      <input {...rest} {...described(id, help, problem)} className="field" />
    </Frame>
  );
}

export function TextArea({
  label,
  help,
  problem,
  className,
  mono,
  ...rest
}: Around & { mono?: boolean } & Omit<ComponentProps<'textarea'>, 'id' | 'className'>) {
  const id = useId();
  return (
    <Frame {...{ label, help, problem, className, id }}>
      <textarea
        {...rest}
        {...described(id, help, problem)}
        className={classes('field min-h-20', mono && 'font-mono text-sm')}
      />
    </Frame>
  );
}

export interface Choice<T extends string> {
  value: T;
  label: string;
  disabled?: boolean;
}

interface SelectProps<T extends string>
  extends Around,
    Omit<ComponentProps<'select'>, 'id' | 'className' | 'value' | 'onChange'> {
  value: T;
  choices: readonly Choice<T>[];
  onChoose: (value: T) => void;
}

/** The browser's own list of choices: it works with every keyboard, reader and phone. */
export function SelectField<T extends string>({
  label,
  help,
  problem,
  className,
  value,
  choices,
  onChoose,
  ...rest
}: SelectProps<T>) {
  const id = useId();
  return (
    <Frame {...{ label, help, problem, className, id }}>
      <select
        {...rest}
        {...described(id, help, problem)}
        value={value}
        onChange={(e) => onChoose(e.target.value as T)}
        className="field pr-8"
      >
        {choices.map((choice) => (
          <option key={choice.value} value={choice.value} disabled={choice.disabled}>
            {choice.label}
          </option>
        ))}
      </select>
    </Frame>
  );
}

/** On or off, at once. */
export function SwitchField({
  label,
  help,
  checked,
  onChange,
  disabled,
}: {
  label: ReactNode;
  help?: ReactNode;
  checked: boolean;
  onChange: (on: boolean) => void;
  disabled?: boolean;
}) {
  const id = useId();
  return (
    <div className="flex items-start gap-3">
      <RadixSwitch.Root
        id={id}
        checked={checked}
        disabled={disabled}
        onCheckedChange={onChange}
        aria-describedby={help ? `${id}-help` : undefined}
        className="relative mt-0.5 h-5 w-9 shrink-0 rounded-full border border-line-strong bg-line transition-colors disabled:opacity-50 data-[state=checked]:border-accent data-[state=checked]:bg-accent"
      >
        <RadixSwitch.Thumb className="block size-3.5 translate-x-0.5 rounded-full bg-surface shadow-card transition-transform data-[state=checked]:translate-x-[1.125rem]" />
      </RadixSwitch.Root>
      <div className="min-w-0">
        <label htmlFor={id} className="text-sm font-medium">
          {label}
        </label>
        {help && (
          <p id={`${id}-help`} className="text-sm text-ink-3">
            {help}
          </p>
        )}
      </div>
    </div>
  );
}
