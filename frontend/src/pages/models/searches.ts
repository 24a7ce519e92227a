/** What of these pages stands in their addresses. */
import { type Mapping, textOf } from './json';

export const TABS = ['overview', 'training', 'data', 'metrics', 'resources'] as const;
export type Tab = (typeof TABS)[number];

function text(search: Mapping, key: string): string | undefined {
  return textOf(search[key]) || undefined;
}

export function modelsSearch(search: Mapping): { q?: string } {
  return { q: text(search, 'q') };
}

export function gallerySearch(search: Mapping): { q?: string; category?: string } {
  return { q: text(search, 'q'), category: text(search, 'category') };
}

export function templateSearch(search: Mapping): { tab?: Tab } {
  const tab = TABS.find((one) => one === search.tab);
  return { tab: tab === 'overview' ? undefined : tab };
}

/** `dataset` by its id; `plan` is the job that measures. */
export function useSearch(search: Mapping): { dataset?: string; profile?: string; plan?: string } {
  const plan = text(search, 'plan');
  return {
    dataset: text(search, 'dataset'),
    profile: text(search, 'profile'),
    plan: plan && /^[0-9a-f]{16}$/.test(plan) ? plan : undefined,
  };
}
