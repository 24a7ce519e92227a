/** The command of a run as a request for a job: to go on with it, or to do it again. Pure. */
import type { Scalar } from '@/lib/command';

export interface TrainAsked {
  command: 'train';
  arguments: string[];
  options: Record<string, Scalar | Scalar[] | null>;
}

const SHORT: Record<string, string> = { o: 'output' };
const FLAGS = new Set(['plan', 'json']);

/** Words of a command line, from `train` on; null where it is no training. */
export function asked(words: readonly string[]): TrainAsked | null {
  const at = words.indexOf('train');
  if (at < 0) return null;
  const found: TrainAsked = { command: 'train', arguments: [], options: {} };
  const rest = words.slice(at + 1);
  for (let index = 0; index < rest.length; index += 1) {
    const word = rest[index] ?? '';
    if (word === '--') {
      found.arguments.push(...rest.slice(index + 1));
      break;
    }
    const short = /^-([a-z])$/.exec(word)?.[1];
    const [, long, given] = /^--([a-z][a-z0-9-]*)(?:=([\s\S]*))?$/.exec(word) ?? [];
    const name = long ?? (short && SHORT[short]);
    if (!name) found.arguments.push(word);
    else if (FLAGS.has(name)) continue;
    else if (given !== undefined) add(found.options, name, given);
    else {
      index += 1;
      add(found.options, name, rest[index] ?? '');
    }
  }
  return found;
}

function add(options: TrainAsked['options'], name: string, value: string): void {
  const before = options[name];
  if (before === undefined || before === null) options[name] = value;
  else options[name] = [...(Array.isArray(before) ? before : [before]), value];
}

interface Run {
  words: readonly string[];
  template: string;
  /** As the server's working folder names them. */
  folder: string;
  manifest: string | null;
}

/** Go on from the newest good checkpoint; with all settings that it began with. */
export function resumeOf(run: Run): TrainAsked {
  const again = retryOf(run);
  return { ...again, options: { ...again.options, output: run.folder, resume: 'auto' } };
}

/** The same once more, into the next free folder. */
export function retryOf(run: Run): TrainAsked {
  const given = asked(run.words) ?? { command: 'train', arguments: [], options: {} };
  const { output: _output, resume: _resume, manifest, ...options } = given.options;
  return {
    command: 'train',
    arguments: given.arguments.length || options.config ? given.arguments : [run.template],
    options: { manifest: run.manifest ?? manifest ?? null, ...options },
  };
}
