import { useQuery } from '@tanstack/react-query';
import { useDeferredValue, useEffect, useMemo, useState } from 'react';
import type { Schemas } from '@/api/client';
import { queries } from '@/api/queries';
import { changesOf, placed, setOptions } from './changes';
import { freeName, fromWorkdir, nameProblem } from './paths';
import { modelQueries } from './queries';
import type { Training } from './request';
import { useRunForm } from './run_form';
import { everyField } from './schema';
import { sectionsOf } from './sections';

const WAIT_MS = 300;

/** All that follows from the form of a run: what differs, what is wrong, what will be asked. */
export function useRun(
  row: Schemas['TemplateDetail'],
  profile: string | undefined,
  dataset: Schemas['Dataset'] | undefined,
) {
  const form = useRunForm(row.id);
  const settings = useQuery(modelQueries.settings(row.id, profile));
  const runs = useQuery(queries.runs());
  const system = useQuery(queries.system());
  const told = settings.data;
  const sections = useMemo(
    () => (told ? sectionsOf(row.schema, told.run_schema, Object.keys(told.augmentations)) : []),
    [row.schema, told],
  );
  const fields = useMemo(() => sections.flatMap((section) => section.fields), [sections]);
  const changes = useMemo(
    () => changesOf(fields, form.edits, told?.values),
    [fields, form.edits, told],
  );
  const sets = useMemo(() => setOptions(changes.values), [changes]);
  const late = useLate(sets);
  const checked = useQuery({
    ...modelQueries.settings(row.id, profile, late),
    enabled: late.length > 0,
  });
  const mistakes = late.length > 0 ? checked.data?.mistakes : undefined;
  const places = useMemo(() => everyField(fields), [fields]);
  const found = useMemo(() => placed(places, mistakes ?? []), [places, mistakes]);
  const taken = useMemo(() => (runs.data ?? []).map((run) => run.name), [runs.data]);
  const output = form.output ?? freeName(row.id, taken);
  const training: Training = {
    template: row.id,
    manifest: dataset ? fromWorkdir(dataset.path, system.data?.workdir) : 'DATASET',
    profile,
    output,
    sets,
  };
  return {
    form,
    settings,
    sections,
    training,
    outputProblem: nameProblem(output, taken),
    output,
    changed: new Set(changes.values.map(([key]) => key)),
    problems: { ...found.at, ...changes.problems },
    rest: found.rest,
    /** What was typed is not looked at yet. */
    checking: late !== sets || checked.isFetching,
    base: told?.values,
    origins: told?.origins ?? {},
  };
}

/** The value as it was when it last stood still for a moment. */
function useLate<T>(value: T): T {
  const [late, setLate] = useState(value);
  useEffect(() => {
    const timer = setTimeout(() => setLate(value), WAIT_MS);
    return () => clearTimeout(timer);
  }, [value]);
  return useDeferredValue(late);
}
