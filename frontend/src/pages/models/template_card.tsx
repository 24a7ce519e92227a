import { Link } from '@tanstack/react-router';
import { Badge } from '@/ui/badge';
import { buttonClass } from '@/ui/button';
import { classes } from '@/ui/classes';
import { textOf } from './json';
import type { Template } from './template_facts';
import { TemplateIcon } from './template_icon';

export function TemplateCard({
  template,
  category,
}: {
  template: Template;
  category: Record<string, unknown> | undefined;
}) {
  const params = { name: template.id };
  return (
    <article className="relative flex min-w-0 flex-1 flex-col rounded-lg border bg-surface p-4 shadow-card transition-colors focus-within:border-line-strong hover:border-line-strong sm:p-5">
      <header className="flex items-start gap-3">
        <TemplateIcon name={template.icon} />
        <div className="min-w-0 flex-1">
          <h2 className="text-lg leading-snug font-semibold break-words">
            <Link
              to="/models/templates/$name"
              params={params}
              className="after:absolute after:inset-0 after:rounded-lg hover:text-accent"
            >
              {template.name}
            </Link>
          </h2>
          <p className="truncate font-mono text-xs text-ink-3">{template.id}</p>
        </div>
        {!template.shipped && <Badge tone="accent">Your own</Badge>}
      </header>
      <p className="mt-3 line-clamp-4 text-ink-2">{template.description}</p>
      <dl className="mt-3 grid grid-cols-3 gap-x-3 gap-y-2 border-t pt-3">
        <Spec name="GPU memory" value={gpuText(template)} />
        <Spec name="Precision" value={template.precision} />
        <Spec name="Batch" value={batchText(template)} />
        <Spec name="Base model" value={template.baseModel} wide />
      </dl>
      <div className="mt-auto flex items-end justify-between gap-3 pt-4">
        <ul aria-label="Tags" className="flex min-w-0 flex-wrap gap-1">
          <li>
            <Badge tone="info">{textOf(category?.name) || template.category}</Badge>
          </li>
          {template.tags.slice(0, 4).map((tag) => (
            <li key={tag} className="min-w-0">
              <Badge>{tag}</Badge>
            </li>
          ))}
          {template.tags.length > 4 && (
            <li>
              <Badge>+{template.tags.length - 4}</Badge>
            </li>
          )}
        </ul>
        <Link
          to="/models/templates/$name/use"
          params={params}
          aria-label={`Use ${template.name}`}
          className={`${buttonClass('plain', true)} relative`}
        >
          Use
        </Link>
      </div>
    </article>
  );
}

export function gpuText({ gpuMemoryGb }: Template): string {
  if (gpuMemoryGb === null) return 'not said';
  return gpuMemoryGb === 0 ? 'none needed' : `${gpuMemoryGb} GB`;
}

function batchText({ batchSize, accumulation }: Template): string {
  if (batchSize === null) return 'not said';
  return accumulation && accumulation > 1 ? `${batchSize} × ${accumulation}` : String(batchSize);
}

function Spec({ name, value, wide }: { name: string; value: string; wide?: boolean }) {
  return (
    <div className={wide ? 'col-span-3 min-w-0' : 'min-w-0'}>
      <dt className="text-xs text-ink-3">{name}</dt>
      <dd
        className={classes('tabular font-medium', wide ? 'line-clamp-2 break-words' : 'truncate')}
        title={value}
      >
        {value}
      </dd>
    </div>
  );
}
