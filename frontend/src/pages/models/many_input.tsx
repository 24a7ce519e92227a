import type { ReactNode } from 'react';
import { useId } from 'react';
import { classes } from '@/ui/classes';
import type { Raw } from './raw';
import type { ManyField } from './schema';

/** Some of a few words, each with a box to tick. */
export function ManyInput({
  field,
  raw,
  onChange,
  label,
  help,
  problem,
}: {
  field: ManyField;
  raw: Raw[];
  onChange: (raw: Raw) => void;
  label: ReactNode;
  help?: ReactNode;
  problem?: string;
}) {
  const id = useId();
  return (
    <fieldset aria-describedby={help || problem ? id : undefined}>
      <legend className="mb-1 text-sm font-medium">{label}</legend>
      <div className="flex flex-wrap gap-1.5">
        {field.choices.map((choice) => {
          const on = raw.includes(choice);
          return (
            <label
              key={choice}
              className={classes(
                'inline-flex cursor-pointer items-center gap-1.5 rounded-full border px-2.5 py-1 text-sm has-focus-visible:outline-2 has-focus-visible:outline-accent',
                on ? 'border-accent bg-accent-soft text-accent' : 'text-ink-2 hover:bg-hover',
              )}
            >
              <input
                type="checkbox"
                checked={on}
                onChange={() =>
                  onChange(
                    field.choices.filter((one) => (one === choice ? !on : raw.includes(one))),
                  )
                }
                className="size-3.5 accent-(--accent)"
              />
              {choice}
            </label>
          );
        })}
      </div>
      <div id={id}>
        {help && <p className="mt-1 text-sm text-ink-3">{help}</p>}
        {problem && (
          <p role="alert" className="mt-1 text-sm text-bad">
            {problem}
          </p>
        )}
      </div>
    </fieldset>
  );
}
