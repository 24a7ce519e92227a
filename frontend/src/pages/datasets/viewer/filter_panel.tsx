import { useQuery } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import type { Schemas } from '@/api/client';
import { count } from '@/lib/format';
import { Button } from '@/ui/button';
import { SelectField } from '@/ui/field';
import { FIELD_NAMES } from './field_names';
import { DaysField, RangeField } from './filter_fields';
import { entryQueries } from './queries';
import {
  type ChoiceName,
  columnOf,
  type FlagName,
  filterCount,
  type RangeName,
  type ViewerSearch,
} from './search';

const UNITS: { [name in RangeName]?: string } = {
  duration: 'seconds',
  width: 'pixels',
  height: 'pixels',
};
const FLAG_NAMES: Record<FlagName, [string, string, string]> = {
  audio: ['Sound', 'with sound', 'without sound'],
  captioned: ['Captions', 'with captions', 'without captions'],
  transcribed: ['Transcript', 'with a transcript', 'without one'],
  edited: ['By hand', 'corrected by hand', 'as they were built'],
  damaged: ['Damage', 'damaged files', 'whole files'],
};

interface Props {
  dataset: string;
  search: ViewerSearch;
  onChange: (search: ViewerSearch) => void;
}

/** All that the list can be narrowed by; what the dataset holds stands in the empty fields. */
export function FilterPanel({ dataset, search, onChange }: Props) {
  const fields = useQuery(entryQueries.fields(dataset));
  const cleared = () => {
    const { q, sort, order, view } = search;
    return { q, sort, order, view };
  };
  const range = (name: RangeName) => (
    <RangeField
      key={name}
      label={[FIELD_NAMES[columnOf(name)], UNITS[name]].filter(Boolean).join(', ')}
      known={fields.data?.numbers[columnOf(name)]}
      value={search[name]}
      onChange={(value) => onChange({ ...search, [name]: value })}
    />
  );
  const flag = (name: FlagName) => (
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
  );
  const choice = (name: ChoiceName) => (
    <SelectField
      key={name}
      label={FIELD_NAMES[name]}
      value={search[name] ?? ''}
      choices={choicesOf(fields.data?.choices[name] ?? [], search[name])}
      onChoose={(value) => onChange({ ...search, [name]: value || undefined })}
    />
  );
  return (
    <div className="space-y-4 rounded-lg border bg-surface p-4 shadow-card sm:max-h-[60vh] sm:overflow-y-auto">
      <Group name="Video">
        {(['duration', 'width', 'height', 'fps'] as const).map(range)}
        {(['codec', 'container'] as const).map(choice)}
      </Group>
      <Group name="Frames and sound">
        {(['frames', 'dropped', 'scenes', 'captions'] as const).map(range)}
        {(['audio', 'damaged'] as const).map(flag)}
      </Group>
      <Group name="Texts">
        {flag('captioned')}
        {range('caption_words')}
        {flag('transcribed')}
        {range('transcript_words')}
        {choice('language')}
        {range('doubts')}
      </Group>
      <Group name="History">
        {flag('edited')}
        <DaysField
          label="Built on"
          value={search.built}
          onChange={(built) => onChange({ ...search, built })}
        />
        <div className="col-span-full flex items-end justify-end xl:col-span-3">
          <Button
            kind="quiet"
            disabled={filterCount(search) === 0}
            onClick={() => onChange(cleared())}
          >
            Clear filters
          </Button>
        </div>
      </Group>
    </div>
  );
}

function Group({ name, children }: { name: string; children: ReactNode }) {
  return (
    <fieldset>
      <legend className="mb-1.5 text-xs font-semibold text-ink-3">{name}</legend>
      <div className="grid grid-cols-2 gap-x-4 gap-y-3 md:grid-cols-3 xl:grid-cols-6">
        {children}
      </div>
    </fieldset>
  );
}

/** All, and each value with how many have it; the chosen one is among them always. */
function choicesOf(values: readonly Schemas['Value'][], chosen: string | undefined) {
  const known = values.map(({ value, entries }) => ({
    value,
    label: `${value === 'unknown' ? 'not known' : value} (${count(entries)})`,
  }));
  const missing = chosen && !values.some(({ value }) => value === chosen);
  return [
    { value: '', label: 'all' },
    ...(missing ? [{ value: chosen, label: chosen }] : []),
    ...known,
  ];
}
