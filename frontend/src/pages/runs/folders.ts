/** A path as one would type it in a folder; as it is where it lies elsewhere. Pure. */
export function fromFolder(path: string, folder: string | undefined): string {
  if (!folder) return path;
  if (path === folder) return '.';
  return path.startsWith(`${folder}/`) ? path.slice(folder.length + 1) : path;
}

/** The last part of a path. */
export function lastPart(path: string): string {
  return path.split('/').filter(Boolean).at(-1) ?? path;
}
