import { Fragment, useEffect, useState } from 'react';
import type { Schemas } from '@/api/client';
import { figure } from '@/lib/format';
import { daysOf, daysText, rangeOf, rangeText } from './search';

/** From, to; the fields say what there is. */
export function RangeField({
  label,
  known,
  value,
  onChange,
}: {
  label: string;
  /** The least and the most of all. */
  known: Schemas['Bounds'] | undefined;
  value: string | undefined;
  onChange: (value: string | undefined) => void;
}) {
  const { low, high } = rangeOf(value);
  return (
    <fieldset className="min-w-0">
      <legend className="mb-1 text-sm font-medium">{label}</legend>
      <div className="flex items-center gap-1.5">
        <Bound
          label={`${label}: at least`}
          hint={known ? figure(known.least) : 'from'}
          value={low}
          onChange={(next) => onChange(rangeText({ low: next, high }))}
        />
        <span aria-hidden className="text-ink-3">
          –
        </span>
        <Bound
          label={`${label}: at most`}
          hint={known ? figure(known.most) : 'to'}
          value={high}
          onChange={(next) => onChange(rangeText({ low, high: next }))}
        />
      </div>
    </fieldset>
  );
}

/** From one day to another, both with it. */
export function DaysField({
  label,
  value,
  onChange,
}: {
  label: string;
  value: string | undefined;
  onChange: (value: string | undefined) => void;
}) {
  const days = daysOf(value);
  const ends = [
    ['from', 'the first day'],
    ['to', 'the last day'],
  ] as const;
  return (
    <fieldset className="col-span-2 min-w-0">
      <legend className="mb-1 text-sm font-medium">{label}</legend>
      <div className="flex items-center gap-1.5">
        {ends.map(([end, words], place) => (
          <Fragment key={end}>
            {place > 0 && (
              <span aria-hidden className="text-ink-3">
                –
              </span>
            )}
            <input
              type="date"
              aria-label={`${label}: ${words}`}
              value={days[end]}
              onChange={(event) => onChange(daysText({ ...days, [end]: event.target.value }))}
              className="field tabular min-w-0"
            />
          </Fragment>
        ))}
      </div>
    </fieldset>
  );
}

function Bound({
  label,
  hint,
  value,
  onChange,
}: {
  label: string;
  hint: string;
  value: number | null;
  onChange: (value: number | null) => void;
}) {
  const kept = value === null ? '' : String(value);
  const [typed, setTyped] = useState(kept);
  useEffect(() => setTyped(kept), [kept]);
  const take = () => {
    const next = rangeOf(typed.replace(',', '.')).low;
    if (next !== value) onChange(next);
    else setTyped(kept);
  };
  return (
    <input
      inputMode="decimal"
      aria-label={label}
      placeholder={hint}
      value={typed}
      onChange={(event) => setTyped(event.target.value)}
      onBlur={take}
      onKeyDown={(event) => event.key === 'Enter' && take()}
      className="field tabular min-w-0"
    />
  );
}
