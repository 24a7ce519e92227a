/** What is asked of the server, and the same as a command line. */
import { commandLine } from '@/lib/command';

export interface Training {
  template: string;
  manifest: string;
  profile?: string;
  /** A name below runs/; the next free one where it is empty. */
  output: string;
  sets: string[];
}

/** Options of `train`, in the order in which the server writes them. */
export function trainOptions({ manifest, profile, output, sets }: Training) {
  return {
    manifest,
    profile: profile ?? null,
    output: output ? `runs/${output}` : null,
    set: sets,
  };
}

export function trainCommand(training: Training): string {
  return commandLine('train', [training.template], trainOptions(training));
}

/** As `POST /api/templates/{name}/plan` makes it. */
export function planCommand({ template, manifest, profile, sets }: Training): string {
  const options = { manifest, profile: profile ?? null, set: sets, plan: true };
  return commandLine('train', [template], options);
}
