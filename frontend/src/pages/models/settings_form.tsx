import { RotateCcw, Search } from 'lucide-react';
import { useState } from 'react';
import { plural } from '@/lib/format';
import { Button } from '@/ui/button';
import { Card } from '@/ui/card';
import { SearchField } from '@/ui/search_field';
import { Empty } from '@/ui/states';
import { everyField, leavesOf } from './schema';
import { found, type Section } from './sections';
import { SettingsFields, type Standing } from './settings_fields';
import { SettingsSection } from './settings_section';
import type { useRun } from './use_run';

/** All settings of a run: the few first, the others folded, each to be found by a word. */
export function SettingsForm({ run }: { run: ReturnType<typeof useRun> }) {
  const [words, setWords] = useState('');
  const [open, setOpen] = useState<ReadonlySet<string>>(new Set());
  const standing: Standing = {
    form: run.form,
    base: run.base,
    origins: run.origins,
    problems: run.problems,
    changed: run.changed,
  };
  const [main, ...folded] = run.sections;
  const shown = words
    ? folded.map((one) => ({ ...one, fields: found(one.fields, words) }))
    : folded;
  const hits = shown.filter((section) => section.fields.length > 0);
  const jump = (id: string) => {
    setOpen((now) => new Set([...now, id]));
    requestAnimationFrame(() =>
      document.getElementById(`settings-${id}`)?.scrollIntoView({ block: 'start' }),
    );
  };
  return (
    <>
      {main && main.id === 'main' && (
        <Card
          title="Main settings"
          about="What people change first; the template’s own values stand in them."
        >
          <SettingsFields fields={main.fields} standing={standing} />
        </Card>
      )}
      <section aria-label="All other settings" className="space-y-3">
        <div className="flex flex-wrap items-center gap-3">
          <SearchField
            label="Find a setting"
            value={words}
            placeholder={`Find one of ${leavesOf(run.sections.flatMap((one) => one.fields)).length} settings`}
            onValue={setWords}
            className="min-w-0 flex-1 basis-56"
          />
          {Object.keys(run.form.edits).length > 0 && (
            <Button small onClick={run.form.resetAll}>
              <RotateCcw aria-hidden className="size-3.5" /> Set all back
            </Button>
          )}
        </div>
        {!words && (
          <nav
            aria-label="Sections of settings"
            className="sticky top-0 z-10 hidden flex-wrap gap-1.5 bg-bg py-2 sm:flex"
          >
            {folded.map((section) => (
              <button
                key={section.id}
                type="button"
                onClick={() => jump(section.id)}
                className="rounded-full border bg-surface px-2.5 py-0.5 text-sm text-ink-2 hover:bg-hover hover:text-ink"
              >
                {section.title}
              </button>
            ))}
          </nav>
        )}
        <p role="status" className="sr-only">
          {words ? plural(leavesOf(hits.flatMap((one) => one.fields)).length, 'setting') : ''}
        </p>
        {hits.map((section) => (
          <SettingsSection
            key={section.id}
            section={section}
            standing={standing}
            open={words !== '' || open.has(section.id)}
            onToggle={(on) => {
              if (words || on === open.has(section.id)) return;
              setOpen(
                (now) =>
                  new Set(on ? [...now, section.id] : [...now].filter((one) => one !== section.id)),
              );
            }}
            changed={countIn(section, run.changed)}
            wrong={countIn(section, new Set(Object.keys(run.problems)))}
          />
        ))}
        {words && hits.length === 0 && (
          <Empty title="No setting like that" icon={<Search aria-hidden />}>
            Names, keys and help texts were searched.
          </Empty>
        )}
      </section>
    </>
  );
}

function countIn(section: Section, keys: ReadonlySet<string>): number {
  return everyField(section.fields).filter((field) => keys.has(field.key)).length;
}
