/** Paths of the server's machine, as a person there would type them. */

/** Relative to the folder that commands start in, where it lies below. */
export function fromWorkdir(path: string, workdir: string | undefined): string {
  if (!workdir) return path;
  if (path === workdir) return '.';
  return path.startsWith(`${workdir}/`) ? path.slice(workdir.length + 1) : path;
}

/** `folder` and `name`, with `..` resolved: a manifest names its videos from its own folder. */
export function joined(folder: string, name: string): string {
  const parts = name.startsWith('/') ? name.split('/') : [...folder.split('/'), ...name.split('/')];
  const out: string[] = [];
  for (const part of parts) {
    if (part === '..') out.pop();
    else if (part !== '.' && part !== '') out.push(part);
  }
  return `/${out.join('/')}`;
}

/** The dataset that a run names by its folder or its manifest. */
export function datasetOf<T extends { path: string }>(
  manifest: string,
  datasets: readonly T[],
  workdir: string | undefined,
): T | undefined {
  const folder = manifest.replace(/\/manifest\.jsonl$/, '');
  const whole = workdir ? joined(workdir, folder) : folder;
  return datasets.find((one) => one.path === whole || one.path === folder);
}

/** The first of `NAME-1`, `NAME-2`, ... that no run has, as the command chooses it. */
export function freeName(template: string, taken: readonly string[]): string {
  const name = template.replaceAll(/[^\p{L}\p{N}_-]/gu, '-') || 'run';
  let number = 1;
  while (taken.includes(`${name}-${number}`)) number += 1;
  return `${name}-${number}`;
}

/** What is wrong with the name of a folder that is to be made. */
export function nameProblem(name: string, taken: readonly string[]): string | null {
  if (!/^[A-Za-z0-9][A-Za-z0-9_.-]{0,79}$/.test(name))
    return 'Letters, digits, - _ and . alone, 80 at most; a letter or a digit first.';
  return taken.includes(name) ? 'There is one of this name already.' : null;
}
