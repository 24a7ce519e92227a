import { count } from '@/lib/format';
import { classes } from './classes';

interface Props {
  label: string;
  choices: [value: string, count: number][];
  chosen: readonly string[];
  onChosen: (chosen: string[]) => void;
}

/** Kinds with how many there are of each; several can be chosen, none of them is all. */
export function FilterChips({ label, choices, chosen, onChosen }: Props) {
  return (
    <fieldset className="flex min-w-0 flex-wrap gap-1.5">
      <legend className="sr-only">{label}</legend>
      {choices.map(([value, many]) => {
        const on = chosen.includes(value);
        return (
          <button
            key={value}
            type="button"
            aria-pressed={on}
            onClick={() =>
              onChosen(on ? chosen.filter((one) => one !== value) : [...chosen, value])
            }
            className={classes(
              'inline-flex min-h-8 items-center gap-1.5 rounded-full border px-3 text-sm font-medium transition-colors',
              on
                ? 'border-accent bg-accent-soft text-accent'
                : 'border-line-strong bg-surface text-ink-2 hover:bg-hover',
            )}
          >
            {value}
            <span className={classes('tabular', !on && 'text-ink-3')}>{count(many)}</span>
          </button>
        );
      })}
    </fieldset>
  );
}
