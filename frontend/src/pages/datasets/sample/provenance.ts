/** Where a sample comes from, as a chain; the manifest is a file, so all is read with care. */
import type { Schemas } from '@/api/client';
import { plural } from '@/lib/format';
import { isRecord, settingWords, stepTitle } from '../viewer/settings';

export interface Link {
  title: string;
  op: string;
  /** In words. */
  settings: string;
  /** Model or back end, with its revision. */
  by: string | null;
  key: string | null;
  /** What it made. */
  made: string | null;
}

export interface Chain {
  sourceHash: string | null;
  sourcePath: string;
  /** What people call it, where the file's name is another. */
  sourceName: string | null;
  links: Link[];
  version: string | null;
  at: string | null;
  tools: [string, string][];
}

function text(value: unknown): string | null {
  return typeof value === 'string' && value ? value : null;
}

function modelOf(models: unknown, step: string): string | null {
  const model = isRecord(models) ? models[step] : null;
  if (!isRecord(model)) return null;
  const parts = [text(model.backend), text(model.model), text(model.revision)];
  const words = parts.filter((part, place) => part && parts.indexOf(part) === place);
  return words.length ? words.join(' · ') : null;
}

function madeBy(step: string, entry: Schemas['Entry']): string | null {
  const { meta } = entry;
  const captions = meta.all_captions.filter((one) => one !== null).length;
  const made: Record<string, string | null> = {
    frames: `${plural(meta.frames.length, 'frame')} in ${entry.frames_dir}, ${meta.dropped.length} dropped`,
    audio: entry.audio ?? 'no sound',
    captions: captions ? plural(captions, 'caption') : 'no captions',
    transcript: meta.transcript
      ? `${plural(meta.segments.length, 'segment')}, ${plural(meta.words.length, 'timed word')}`
      : 'no speech',
    scenes: plural(meta.scenes.length, 'scene'),
  };
  return made[step] ?? null;
}

export function chainOf(entry: Schemas['Entry']): Chain | null {
  const told = entry.meta.provenance;
  if (!isRecord(told)) return null;
  const config = isRecord(told.config) ? told.config : {};
  const steps = isRecord(config.steps) ? config.steps : {};
  const lineage = isRecord(told.lineage) ? told.lineage : {};
  const chain = Array.isArray(lineage.chain) ? lineage.chain.filter(isRecord) : [];
  const tools = isRecord(told.tools) ? Object.entries(told.tools) : [];
  return {
    sourceHash: text(told.source_hash),
    sourcePath: entry.meta.source_path,
    sourceName: entry.meta.source_name ?? null,
    links: chain.map((link) => {
      const op = text(link.step) ?? 'unknown';
      const settings = steps[op];
      return {
        op,
        title: stepTitle(op),
        settings: isRecord(settings) ? settingWords(settings) : '',
        by: modelOf(config.models, op),
        key: text(link.key),
        made: madeBy(op, entry),
      };
    }),
    version: text(told.pipeline_version),
    at: text(told.processing_timestamp),
    tools: tools.map(([name, version]) => [name, String(version)]),
  };
}

/** The setting that decides what is still. */
export function motionThreshold(entry: Schemas['Entry']): number | null {
  const told = entry.meta.provenance;
  const config = isRecord(told) && isRecord(told.config) ? told.config : {};
  return typeof config.motion_threshold === 'number' ? config.motion_threshold : null;
}

/** Whether its frames were brought to one size without regard to their shape. */
export function framesStretched(entry: Schemas['Entry']): boolean {
  const told = entry.meta.provenance;
  const config = isRecord(told) && isRecord(told.config) ? told.config : {};
  const steps = isRecord(config.steps) ? config.steps : {};
  return isRecord(steps.frames) && steps.frames.fit === 'stretch';
}
