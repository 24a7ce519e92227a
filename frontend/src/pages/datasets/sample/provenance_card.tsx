import type { ReactNode } from 'react';
import type { Schemas } from '@/api/client';
import { Card } from '@/ui/card';
import { CopyButton } from '@/ui/command_line';
import { Empty } from '@/ui/states';
import { chainOf } from './provenance';

/** From the source to the files of the sample: each step with its settings, its model and its key. */
export function ProvenanceCard({ entry }: { entry: Schemas['Entry'] }) {
  const chain = chainOf(entry);
  if (!chain)
    return (
      <Card title="Provenance">
        <Empty title="Nothing was noted">
          The dataset was built without provenance; a build without --no-provenance notes it.
        </Empty>
      </Card>
    );
  return (
    <Card
      title="Provenance"
      about={[chain.version && `pipeline ${chain.version}`, chain.at].filter(Boolean).join(' · ')}
    >
      <ol className="relative space-y-3.5 before:absolute before:top-2 before:bottom-2 before:left-[5px] before:border-l before:border-line-strong">
        <Step
          title="Source"
          made={[chain.sourceName, chain.sourcePath].filter(Boolean).join(' – ')}
        >
          {chain.sourceHash && <Key name="sha256" value={chain.sourceHash} />}
        </Step>
        {chain.links.map((link) => (
          <Step key={link.op} title={link.title} made={link.made}>
            {link.by && <p className="text-sm text-ink-2">{link.by}</p>}
            {link.settings && <p className="text-sm text-ink-3">{link.settings}</p>}
            {link.key && <Key name="key" value={link.key} />}
          </Step>
        ))}
        <Step title="Manifest" made={`line of ${entry.id} in manifest.jsonl`} />
      </ol>
      {chain.tools.length > 0 && (
        <p className="mt-4 border-t pt-3 text-sm text-ink-3">
          Made with {chain.tools.map(([name, version]) => `${name} ${version}`).join(', ')}
        </p>
      )}
    </Card>
  );
}

function Step({
  title,
  made,
  children,
}: {
  title: string;
  made: string | null;
  children?: ReactNode;
}) {
  return (
    <li className="relative pl-6">
      <span
        aria-hidden
        className="absolute top-1.5 left-0 size-[11px] rounded-full border-2 border-accent bg-surface"
      />
      <p className="flex flex-wrap items-baseline gap-x-2">
        <span className="font-medium">{title}</span>
        {made && <span className="min-w-0 text-sm break-all text-ink-2">{made}</span>}
      </p>
      {children}
    </li>
  );
}

function Key({ name, value }: { name: string; value: string }) {
  return (
    <p className="-my-0.5 flex items-center gap-1 text-xs text-ink-3">
      {name}
      <code className="font-mono" title={value}>
        {value.slice(0, 16)}…
      </code>
      <CopyButton text={value} label={`Copy the ${name}`} />
    </p>
  );
}
