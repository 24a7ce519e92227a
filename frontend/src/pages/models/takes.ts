/** What `spark-trainer generate` takes, by trainer; the server has the last word. */
export type Medium = 'video' | 'audio' | 'image';

export interface Takes {
  media: Medium[];
  prompt: 'none' | 'may' | 'must';
  task: boolean;
  /** It writes files, into a new folder. */
  writes: boolean;
}

const TAKES: Record<string, Takes> = {
  'apotheon-multimodal': { media: ['video'], prompt: 'none', task: true, writes: false },
  'whisper-finetune': { media: ['video', 'audio'], prompt: 'none', task: false, writes: false },
  'blip2-caption': { media: ['video', 'image'], prompt: 'none', task: false, writes: false },
  'qwen2-vl': { media: ['video', 'image'], prompt: 'may', task: false, writes: false },
  'llama3-instruction': { media: [], prompt: 'must', task: false, writes: false },
  'svd-video': { media: ['image', 'video'], prompt: 'none', task: false, writes: true },
};
/** Of a trainer of one's own nothing is known: all can be given. */
const ANY: Takes = { media: ['video', 'audio', 'image'], prompt: 'may', task: false, writes: true };

export function takesOf(trainer: string | null): Takes {
  return (trainer ? TAKES[trainer] : undefined) ?? ANY;
}

export interface Format {
  value: 'hf' | 'adapter' | 'safetensors';
  label: string;
  about: string;
}

/** The forms that a trainer's models can be had in; the usual one first. */
export function formatsOf(trainer: string | null): Format[] {
  const hf: Format = {
    value: 'hf',
    label: 'Hugging Face folder',
    about: 'What transformers or diffusers loads by itself; an adapter is merged in.',
  };
  const adapter: Format = {
    value: 'adapter',
    label: 'Adapter alone',
    about: 'Small; goes on top of the base model. For runs that trained an adapter.',
  };
  const safetensors: Format = {
    value: 'safetensors',
    label: 'Safetensors',
    about: 'All weights in one file, with the configuration, for Apotheon.',
  };
  if (trainer === 'apotheon-multimodal') return [safetensors];
  return trainer && trainer in TAKES ? [hf, adapter] : [hf, adapter, safetensors];
}
