import type { Schemas } from '@/api/client';

export interface ReadProfiles {
  value: Schemas['Profiles'];
  tag: string | null;
}

export type Origin = 'shipped' | 'replaced' | 'own';

/** Whose a profile is; a `replaced` one came with the program and stands in the user's file too. */
export function originOf(profiles: Schemas['Profiles'], name: string): Origin {
  if (!profiles.own.includes(name)) return 'shipped';
  return profiles.shipped.includes(name) ? 'replaced' : 'own';
}

/** `profiles.yaml:12` of a whole path. */
export function shortPlace(place: string): string {
  return place.split('/').at(-1) ?? place;
}

/** A name that no profile has yet. */
export function freeName(name: string, taken: readonly string[]): string {
  const base = name ? `${name}-copy` : 'my-profile';
  let free = base;
  for (let number = 2; taken.includes(free); number += 1) free = `${base}-${number}`;
  return free;
}

const LONGEST_NAME = 80;

/** Why a new profile cannot have this name; null where it can. */
export function nameProblem(name: string, taken: readonly string[]): string | null {
  if (!name.trim()) return 'A name is needed.';
  if (name !== name.trim()) return 'No space before or after it.';
  if (name.length > LONGEST_NAME) return `At most ${LONGEST_NAME} characters.`;
  if (/\p{C}/u.test(name)) return 'It has characters that cannot be seen.';
  if (taken.includes(name))
    return 'There is a profile of this name; edit that one, or take another name.';
  return null;
}
