import { useEffect, useState } from 'react';
import { Button } from '@/ui/button';
import { SelectField } from '@/ui/field';
import {
  FLAGS,
  type FlagName,
  filterCount,
  RANGES,
  type RangeName,
  rangeOf,
  rangeText,
  type ViewerSearch,
} from './search';

const RANGE_NAMES: Record<RangeName, string> = {
  duration: 'Length, seconds',
  frames: 'Kept frames',
  scenes: 'Scenes',
  width: 'Width, pixels',
  height: 'Height, pixels',
  fps: 'Frames a second',
};
const FLAG_NAMES: Record<FlagName, [string, string, string]> = {
  audio: ['Sound', 'with sound', 'without sound'],
  captioned: ['Captions', 'with captions', 'without captions'],
  transcribed: ['Transcript', 'with a transcript', 'without one'],
  edited: ['By hand', 'corrected by hand', 'as they were built'],
};

interface Props {
  search: ViewerSearch;
  onChange: (search: ViewerSearch) => void;
}

export function FilterPanel({ search, onChange }: Props) {
  const cleared = () => {
    const { q, sort, order, view } = search;
    return { q, sort, order, view };
  };
  return (
    <div className="rounded-lg border bg-surface p-4 shadow-card">
      <div className="grid grid-cols-2 gap-x-4 gap-y-3 md:grid-cols-3 xl:grid-cols-6">
        {RANGES.map((name) => (
          <RangeField
            key={name}
            label={RANGE_NAMES[name]}
            value={search[name]}
            onChange={(value) => onChange({ ...search, [name]: value })}
          />
        ))}
        {FLAGS.map((name) => (
          <SelectField
            key={name}
            label={FLAG_NAMES[name][0]}
            value={search[name] ?? ''}
            choices={[
              { value: '', label: 'all' },
              { value: 'yes', label: FLAG_NAMES[name][1] },
              { value: 'no', label: FLAG_NAMES[name][2] },
            ]}
            onChoose={(value) => onChange({ ...search, [name]: value === '' ? undefined : value })}
          />
        ))}
        <div className="col-span-full flex items-end justify-end gap-2 xl:col-span-2">
          <Button
            kind="quiet"
            disabled={filterCount(search) === 0}
            onClick={() => onChange(cleared())}
          >
            Clear filters
          </Button>
        </div>
      </div>
    </div>
  );
}

function RangeField({
  label,
  value,
  onChange,
}: {
  label: string;
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
          hint="from"
          value={low}
          onChange={(next) => onChange(rangeText({ low: next, high }))}
        />
        <span aria-hidden className="text-ink-3">
          –
        </span>
        <Bound
          label={`${label}: at most`}
          hint="to"
          value={high}
          onChange={(next) => onChange(rangeText({ low, high: next }))}
        />
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
