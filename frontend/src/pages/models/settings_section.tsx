import { ChevronRight } from 'lucide-react';
import { Badge } from '@/ui/badge';
import type { Section } from './sections';
import { SettingsFields, type Standing } from './settings_fields';

/** A part of the form that can be folded; what was changed in it, and what is wrong, shows outside. */
export function SettingsSection({
  section,
  standing,
  open,
  onToggle,
  changed,
  wrong,
}: {
  section: Section;
  standing: Standing;
  open: boolean;
  onToggle: (open: boolean) => void;
  changed: number;
  wrong: number;
}) {
  return (
    <details
      id={`settings-${section.id}`}
      open={open}
      onToggle={(event) => onToggle(event.currentTarget.open)}
      className="group/section scroll-mt-14 rounded-lg border bg-surface shadow-card"
    >
      <summary className="flex items-center gap-2 rounded-lg px-4 py-3 hover:bg-hover/50 sm:px-5 [&::-webkit-details-marker]:hidden">
        <ChevronRight
          aria-hidden
          className="size-4 shrink-0 text-ink-3 transition-transform group-open/section:rotate-90"
        />
        <span className="min-w-0 flex-1">
          <span className="font-semibold">{section.title}</span>
          {section.about && (
            <span className="ml-2 hidden text-sm text-ink-3 sm:inline">{section.about}</span>
          )}
        </span>
        {wrong > 0 && <Badge tone="bad">{wrong} wrong</Badge>}
        {changed > 0 && <Badge tone="accent">{changed} changed</Badge>}
      </summary>
      {open && (
        <div className="px-4 pt-1 pb-5 sm:px-5">
          <SettingsFields fields={section.fields} standing={standing} />
        </div>
      )}
    </details>
  );
}
