/** What the pages read of a template, whatever its kind. */
import type { Schemas } from '@/api/client';
import { at, isMapping, mappingOf, mappingsOf, numberOf, textOf, textsOf } from './json';

export interface Objective {
  name: string;
  loss: string;
  weight: number | null;
  rest: [string, unknown][];
}

export interface Stage {
  name: string;
  first: number;
  /** The epoch that it ends before; null = the end of training. */
  end: number | null;
  modalities: string[];
  rest: [string, unknown][];
}

export interface Template {
  id: string;
  name: string;
  category: string;
  description: string;
  icon: string;
  tags: string[];
  baseModel: string;
  shipped: boolean;
  extends: string | null;
  trainer: string;
  file: string;
  line: number | null;
  gpuMemoryGb: number | null;
  memoryGb: number | null;
  diskGb: number | null;
  hardware: string;
  precision: string;
  batchSize: number | null;
  accumulation: number | null;
  adapter: string;
  objectives: Objective[];
  stages: Stage[];
  metrics: string[];
  epochs: number | null;
  /** All of it. */
  whole: Schemas['TemplateRow']['template'];
}

export function templateOf(row: Schemas['TemplateRow']): Template {
  const whole = row.template;
  return {
    id: row.id,
    name: textOf(whole.name) || row.id,
    category: textOf(whole.category),
    description: textOf(whole.description),
    icon: textOf(whole.icon),
    tags: textsOf(whole.tags),
    baseModel: textOf(whole.base_model),
    shipped: row.shipped,
    extends: row.extends,
    trainer: row.trainer,
    file: row.file,
    line: row.line,
    gpuMemoryGb: numberOf(at(whole, 'resources.gpu_memory_gb')),
    memoryGb: numberOf(at(whole, 'resources.memory_gb')),
    diskGb: numberOf(at(whole, 'resources.disk_gb')),
    hardware: textOf(at(whole, 'resources.hardware')),
    precision: precisionOf(textOf(at(whole, 'training.mixed_precision'))),
    batchSize: numberOf(at(whole, 'training.batch_size')),
    accumulation: numberOf(at(whole, 'training.gradient_accumulation_steps')),
    adapter: adapterOf(at(whole, 'architecture.adapter')),
    objectives: objectivesOf(whole.objectives),
    stages: stagesOf(at(whole, 'curriculum.stages')),
    metrics: textsOf(whole.metrics),
    epochs: numberOf(at(whole, 'training.num_epochs')),
    whole,
  };
}

export function precisionOf(name: string): string {
  return name === 'no' || name === '' ? 'fp32' : name;
}

function adapterOf(value: unknown): string {
  if (!isMapping(value)) return '';
  const rank = numberOf(value.rank);
  const kind = textOf(value.kind) === 'qlora' ? 'QLoRA' : 'LoRA';
  return rank === null ? kind : `${kind}, rank ${rank}`;
}

function objectivesOf(value: unknown): Objective[] {
  return Object.entries(mappingOf(value)).map(([name, one]) => {
    const { loss, weight, ...rest } = mappingOf(one);
    return { name, loss: textOf(loss), weight: numberOf(weight), rest: Object.entries(rest) };
  });
}

function stagesOf(value: unknown): Stage[] {
  return mappingsOf(value).map((one) => {
    const { name, epochs, modalities, ...rest } = one;
    const [first, end] = Array.isArray(epochs) ? epochs : [];
    return {
      name: textOf(name),
      first: numberOf(first) ?? 0,
      end: numberOf(end),
      modalities: textsOf(modalities),
      rest: Object.entries(rest).filter(([, said]) => said !== null),
    };
  });
}

/** Whether it is of the search's words, all of them. */
export function matches(template: Template, words: string): boolean {
  const text = [
    template.id,
    template.name,
    template.description,
    template.baseModel,
    template.category,
    ...template.tags,
  ]
    .join(' ')
    .toLowerCase();
  return words
    .toLowerCase()
    .split(/\s+/)
    .every((word) => text.includes(word));
}

/** `/x/templates.yaml:12: key ...` in its parts; the whole text where it has another form. */
export function problemOf(row: string): { file: string; line: string; text: string } {
  const found = /^(.+?):(\d+): (.*)$/s.exec(row);
  return found
    ? { file: found[1] ?? '', line: found[2] ?? '', text: found[3] ?? '' }
    : { file: '', line: '', text: row };
}
