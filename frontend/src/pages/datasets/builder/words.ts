/** The words of a command line that the server made: quoted as `shlex.quote` does. */
export function wordsIn(line: string): string[] {
  const found: string[] = [];
  let word: string | null = null;
  let quote: string | null = null;
  for (const sign of line) {
    if (quote) {
      if (sign === quote) quote = null;
      else word = (word ?? '') + sign;
    } else if (sign === "'" || sign === '"') {
      quote = sign;
      word ??= '';
    } else if (sign === ' ') {
      if (word !== null) found.push(word);
      word = null;
    } else word = (word ?? '') + sign;
  }
  if (word !== null) found.push(word);
  return found;
}

/** The value of `--name=value`; null where it is not given. */
export function optionIn(line: string, name: string): string | null {
  const start = `--${name}=`;
  const word = wordsIn(line).find((one) => one.startsWith(start));
  return word === undefined ? null : word.slice(start.length);
}

/** The last part of a path. */
export function lastPart(path: string): string {
  return path.replace(/\/+$/, '').split('/').pop() ?? path;
}
