import { useDeferredValue, useMemo, useState } from 'react';
import { quoted } from '@/lib/command';
import { count } from '@/lib/format';
import { Card, Facts } from '@/ui/card';
import { CommandLine } from '@/ui/command_line';
import { SearchField } from '@/ui/search_field';
import { branches, leafCount, matchingBranches } from './leaves';
import { SettingsTree } from './settings_tree';
import type { RunDetail } from './use_run';

/** All that decides the numbers of a run. */
export function RunSettings({ detail }: { detail: RunDetail }) {
  const { run } = detail;
  const [text, setText] = useState('');
  const wanted = useDeferredValue(text);
  const all = useMemo(() => branches(run.config), [run.config]);
  const found = useMemo(() => matchingBranches(all, wanted), [all, wanted]);
  const [, ...words] = run.command;
  return (
    <div className="grid items-start gap-4 lg:grid-cols-[minmax(0,3fr)_minmax(0,2fr)]">
      <Card
        title="Settings"
        about={
          wanted
            ? `${count(leafCount(found))} of ${count(leafCount(all))}`
            : 'All of them, resolved.'
        }
        actions={
          <SearchField
            small
            label="Search the settings"
            placeholder="Search the settings"
            value={text}
            onValue={setText}
            className="w-52"
          />
        }
      >
        <div className="max-h-[36rem] overflow-y-auto">
          <SettingsTree key={wanted ? 'found' : 'all'} branches={found} open={wanted !== ''} />
          {found.length === 0 && <p className="text-ink-3">No setting has it.</p>}
        </div>
      </Card>
      <div className="min-w-0 space-y-4">
        <Card title="Started with">
          <CommandLine command={['spark-trainer', ...words].map(quoted).join(' ')} />
        </Card>
        <Card title="Folder">
          <CommandLine command={detail.folder} />
          {detail.model && (
            <p className="mt-2 text-sm text-ink-3">
              Its model is in <code className="font-mono">model/</code> there.
            </p>
          )}
        </Card>
        <Card title="Dataset">
          <Facts
            rows={Object.entries(run.dataset).map(([name, value]) => [
              name.replaceAll('_', ' '),
              <code key={name} className="font-mono text-sm break-all">
                {String(value)}
              </code>,
            ])}
          />
        </Card>
        <Card title="Machine and versions">
          <Facts
            rows={[
              ...Object.entries(run.device).map(([name, value]): [string, string] => [
                name,
                String(value),
              ]),
              ['commit', run.git ?? 'not in a repository'],
              ...Object.entries(run.packages),
            ]}
          />
        </Card>
      </div>
    </div>
  );
}
