/** Join the classes that are given. */
export function classes(...given: (string | false | null | undefined)[]): string {
  return given.filter(Boolean).join(' ');
}
