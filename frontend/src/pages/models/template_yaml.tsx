import { useMemo } from 'react';
import { stringify } from 'yaml';
import { Card } from '@/ui/card';
import { CopyButton } from '@/ui/command_line';
import type { Template } from './template_facts';

/** All of it as a file of templates has it. */
export function TemplateYaml({ template }: { template: Template }) {
  const text = useMemo(() => {
    const said = Object.entries(template.whole).filter(([, value]) => value !== null);
    return stringify({ templates: { [template.id]: Object.fromEntries(said) } }, { lineWidth: 96 });
  }, [template]);
  return (
    <Card
      title="YAML"
      about="Every setting, defaults filled in."
      actions={<CopyButton text={text} label="Copy the YAML" />}
    >
      <section
        aria-label="YAML of the template"
        tabIndex={0}
        className="max-h-96 overflow-auto rounded-md bg-sunken p-3"
      >
        <pre className="font-mono text-xs leading-relaxed">{text}</pre>
      </section>
    </Card>
  );
}
