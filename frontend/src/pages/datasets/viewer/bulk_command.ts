import { commandLine, quoted } from '@/lib/command';

/** The same for each of the videos, as lines of a shell. */
export function eachCommand(path: string, ids: ReadonlySet<string>, flags: string): string {
  const [first] = ids;
  if (first === undefined) return '';
  const words = `${commandLine('dataset edit')} ${quoted(path)}`;
  if (ids.size === 1) return `${words} ${first} ${flags}`;
  const some = [...ids].slice(0, 3).join(' ');
  return `for video in ${some}${ids.size > 3 ? ' …' : ''}; do ${words} $video ${flags}; done`;
}
