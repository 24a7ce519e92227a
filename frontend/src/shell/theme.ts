import { useSyncExternalStore } from 'react';

export type Theme = 'system' | 'light' | 'dark';

const STORED = 'spark-theme';
const listeners = new Set<() => void>();
const dark = window.matchMedia?.('(prefers-color-scheme: dark)');
dark?.addEventListener('change', () => {
  for (const listener of listeners) listener();
});

export function theme(): Theme {
  const kept = localStorage.getItem(STORED);
  return kept === 'light' || kept === 'dark' ? kept : 'system';
}

export function setTheme(chosen: Theme): void {
  if (chosen === 'system') {
    localStorage.removeItem(STORED);
    delete document.documentElement.dataset.theme;
  } else {
    localStorage.setItem(STORED, chosen);
    document.documentElement.dataset.theme = chosen;
  }
  for (const listener of listeners) listener();
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

export function useTheme(): Theme {
  return useSyncExternalStore(subscribe, theme);
}

/** What is shown now: changes with the choice and with the system. For what draws by itself. */
export function useShade(): 'light' | 'dark' {
  return useSyncExternalStore(subscribe, () => {
    const chosen = theme();
    if (chosen !== 'system') return chosen;
    return dark?.matches ? 'dark' : 'light';
  });
}

/** A colour of app.css as a canvas takes it. */
export function colour(name: string): string {
  const probe = document.createElement('i');
  probe.style.color = `var(--${name})`;
  document.body.append(probe);
  const value = getComputedStyle(probe).color;
  probe.remove();
  return value;
}
