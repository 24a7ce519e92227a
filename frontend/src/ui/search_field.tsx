import { Search } from 'lucide-react';
import type { ComponentProps } from 'react';
import { classes } from './classes';

interface Props extends Omit<ComponentProps<'input'>, 'type' | 'value' | 'onChange' | 'className'> {
  /** What is searched, for a screen reader. */
  label: string;
  value: string;
  onValue: (value: string) => void;
  /** As high as a small button. */
  small?: boolean;
  /** Of the frame: how wide it is. */
  className?: string;
}

/** A line of text to look for, with a magnifying glass. */
export function SearchField({ label, value, onValue, small, className, ...rest }: Props) {
  return (
    <div className={classes('relative', className)}>
      <Search
        aria-hidden
        className="pointer-events-none absolute top-1/2 left-2.5 size-4 -translate-y-1/2 text-ink-3"
      />
      <input
        {...rest}
        type="search"
        aria-label={label}
        value={value}
        onChange={(event) => onValue(event.target.value)}
        className={classes('field pl-8', small && 'min-h-8 py-1')}
      />
    </div>
  );
}
