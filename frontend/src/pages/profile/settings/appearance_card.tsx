import { Monitor, Moon, Sun } from 'lucide-react';
import { setTheme, type Theme, useTheme } from '@/shell/theme';
import { Card } from '@/ui/card';
import { classes } from '@/ui/classes';

const THEMES: readonly { theme: Theme; label: string; icon: typeof Sun }[] = [
  { theme: 'system', label: 'System', icon: Monitor },
  { theme: 'light', label: 'Light', icon: Sun },
  { theme: 'dark', label: 'Dark', icon: Moon },
];

/** The colours of the page, of this browser alone. */
export function AppearanceCard() {
  const chosen = useTheme();
  return (
    <Card title="Appearance" about="Of this browser alone; it holds at once.">
      <fieldset className="grid grid-cols-3 gap-2">
        <legend className="sr-only">Colours</legend>
        {THEMES.map(({ theme, label, icon: Icon }) => (
          <label
            key={theme}
            className={classes(
              'flex cursor-pointer flex-col items-center gap-1.5 rounded-md border px-2 py-3 text-sm font-medium transition-colors has-focus-visible:outline-2 has-focus-visible:outline-offset-2 has-focus-visible:outline-accent',
              chosen === theme
                ? 'border-accent bg-accent-soft text-accent'
                : 'text-ink-2 hover:bg-hover',
            )}
          >
            <input
              type="radio"
              name="theme"
              className="sr-only"
              checked={chosen === theme}
              onChange={() => setTheme(theme)}
            />
            <Icon aria-hidden className="size-4.5" />
            {label}
          </label>
        ))}
      </fieldset>
    </Card>
  );
}
