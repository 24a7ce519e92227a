/** What of the list of jobs stands in the address. Pure. */

export const STATES = ['running', 'queued', 'completed', 'failed', 'cancelled'] as const;
export type JobState = (typeof STATES)[number];

export interface JobListSearch {
  state?: JobState | JobState[];
  text?: string;
}

export function jobListSearch(given: Record<string, unknown>): JobListSearch {
  const asked = Array.isArray(given.state) ? given.state : [given.state];
  const states = STATES.filter((state) => asked.includes(state));
  const text = given.text;
  return {
    state: states.length > 1 ? states : states[0],
    text:
      typeof text === 'string' && text ? text : typeof text === 'number' ? `${text}` : undefined,
  };
}

export function statesOf(search: JobListSearch): JobState[] {
  if (!search.state) return [];
  return Array.isArray(search.state) ? search.state : [search.state];
}
