/** The settings of a run in parts, as the form has them. */

import { labelOf } from './labels';
import { type Field, fieldsOf, type Group } from './schema';

export interface Section {
  id: string;
  title: string;
  about: string;
  fields: Field[];
}

/** What a template says of itself; not for a run to change. */
const OF_THE_TEMPLATE = new Set([
  'name',
  'category',
  'description',
  'icon',
  'tags',
  'base_model',
  'trainer',
  'extends',
  'resources',
]);
/** What people change first. */
export const MAIN = [
  'training.num_epochs',
  'training.batch_size',
  'training.learning_rate',
  'training.mixed_precision',
];
const ABOUT: Record<string, string> = {
  training: 'The optimiser and how it steps.',
  data: 'What of a sample the model is shown.',
  objectives: 'What is learned, and how much each part counts.',
  curriculum: 'What samples show, stage by stage.',
  architecture: 'The parts of the model and their sizes.',
  sampling: 'What is made while it trains, to look at.',
};

/** Sections in the order of the form; the first has what people change first. */
export function sectionsOf(
  schema: unknown,
  runSchema: unknown,
  presets: readonly string[],
): Section[] {
  const all = fieldsOf(schema).filter((field) => !OF_THE_TEMPLATE.has(field.key));
  const training = all.find(
    (field): field is Group => field.key === 'training' && field.kind === 'group',
  );
  const inside = (training?.fields ?? []).filter(shown);
  const data = all.find((field) => field.key === 'data');
  const rest = all.filter(
    (field) => !['training', 'data', 'augmentations', 'metrics'].includes(field.key),
  );
  const found: Section[] = [
    {
      id: 'main',
      title: 'Main settings',
      about: '',
      fields: inside.filter((field) => MAIN.includes(field.key)),
    },
    sectionOf(
      'training',
      'Training',
      inside.filter((field) => !MAIN.includes(field.key)),
    ),
    {
      id: 'run',
      title: 'Evaluation, checkpoints and machine',
      about: 'How the run is split, measured and kept, and where it computes.',
      fields: [
        ...fieldsOf(runSchema, 'training').filter(shown),
        ...all.filter((field) => field.key === 'metrics'),
      ],
    },
    sectionOf('data', 'Data', [
      ...(data?.kind === 'group' ? data.fields : data ? [data] : []).filter(shown),
      ...all
        .filter((field) => field.key === 'augmentations')
        .map((field) => presetField(field, presets)),
    ]),
    ...rest.map((field) =>
      sectionOf(field.key, labelOf(field.key), field.kind === 'group' ? field.fields : [field]),
    ),
  ];
  return found.filter((section) => section.fields.length > 0);
}

function sectionOf(id: string, title: string, fields: Field[]): Section {
  return { id, title, about: ABOUT[id] ?? '', fields };
}

function shown(field: Field): boolean {
  return field.kind !== 'fixed';
}

function presetField({ key, label, help }: Field, presets: readonly string[]): Field {
  return { key, label, help, nullable: true, kind: 'choice', choices: [...presets] };
}

/** The fields of which name, key or help have the words; groups keep what is left in them. */
export function found(fields: readonly Field[], words: string): Field[] {
  const wanted = words.toLowerCase().split(/\s+/).filter(Boolean);
  const hit = (field: Field) => {
    const text = `${field.label} ${field.key} ${field.help}`.toLowerCase();
    return wanted.every((word) => text.includes(word));
  };
  return fields.flatMap((field) => {
    if (hit(field)) return [field];
    if (field.kind !== 'group') return [];
    const inside = found(field.fields, words);
    return inside.length ? [{ ...field, fields: inside }] : [];
  });
}
