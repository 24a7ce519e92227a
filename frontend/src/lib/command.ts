/** Command lines as a person would type them; the same words that the server makes of a request. */

export type Scalar = string | number | boolean;
export type Options = Record<string, Scalar | Scalar[] | null | undefined>;

const SAFE = /^[A-Za-z0-9_@%+=:,./-]+$/;

/** A word for a POSIX shell. */
export function quoted(word: string): string {
  if (word === '') return "''";
  return SAFE.test(word) ? word : `'${word.replaceAll("'", `'"'"'`)}'`;
}

/** The words after `spark-trainer`, as the server's `words_of` has them. */
export function wordsOf(command: string, args: string[] = [], options: Options = {}): string[] {
  const words = command.split(' ');
  for (const [name, value] of Object.entries(options)) {
    if (value === null || value === undefined) continue;
    if (value === true) words.push(`--${name}`);
    else if (value === false) words.push(`--no-${name}`);
    else for (const one of Array.isArray(value) ? value : [value]) words.push(`--${name}=${one}`);
  }
  return args.length ? [...words, '--', ...args] : words;
}

/** A whole line: `spark-trainer train --manifest=datasets/pets -- apotheon-tiny`. */
export function commandLine(command: string, args: string[] = [], options: Options = {}): string {
  return ['spark-trainer', ...wordsOf(command, args, options)].map(quoted).join(' ');
}

/** What has no command of its own, as a request that curl makes. */
export function curlLine(method: string, url: string, body?: unknown): string {
  const words = [
    'curl',
    '-X',
    method,
    '-H',
    '"X-SparkTrainer-Token: $(cat ~/.spark_trainer/token)"',
  ];
  if (body !== undefined)
    words.push('-H', "'Content-Type: application/json'", '-d', quoted(JSON.stringify(body)));
  return [...words, quoted(url)].join(' ');
}
