/** What of the profiles' page stands in its address. */
export interface ProfilesSearch {
  /** The profile that is edited. */
  edit?: string;
  /** The one that a new one starts from; '' = from nothing. */
  copy?: string;
  as?: 'yaml';
}

export function profilesSearch(given: Record<string, unknown>): ProfilesSearch {
  const { edit, copy, as } = given;
  return {
    ...(edit !== undefined ? { edit: String(edit) } : {}),
    ...(edit === undefined && copy !== undefined ? { copy: String(copy) } : {}),
    ...(as === 'yaml' ? { as } : {}),
  };
}
