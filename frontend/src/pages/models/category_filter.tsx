import { Link } from '@tanstack/react-router';
import { LayoutGrid, type LucideIcon } from 'lucide-react';
import { classes } from '@/ui/classes';
import { iconOf } from './icons';
import { textOf } from './json';
import type { Template } from './template_facts';

/** One category at a time, or all; each with how many templates the search leaves in it. */
export function CategoryFilter({
  categories,
  templates,
  chosen,
  words,
}: {
  categories: Record<string, Record<string, unknown>>;
  templates: Template[];
  chosen: string | undefined;
  words: string;
}) {
  return (
    <nav aria-label="Categories" className="-mx-1 flex min-w-0 flex-wrap gap-1.5 px-1">
      <One
        icon={LayoutGrid}
        name="All"
        count={templates.length}
        current={!chosen}
        search={{ q: words || undefined }}
      />
      {Object.entries(categories).map(([id, category]) => (
        <One
          key={id}
          icon={iconOf(textOf(category.icon))}
          name={textOf(category.name) || id}
          about={textOf(category.description)}
          count={templates.filter((one) => one.category === id).length}
          current={chosen === id}
          search={{ q: words || undefined, category: id }}
        />
      ))}
    </nav>
  );
}

function One({
  icon: Icon,
  name,
  about,
  count,
  current,
  search,
}: {
  icon: LucideIcon;
  name: string;
  about?: string;
  count: number;
  current: boolean;
  search: { q?: string; category?: string };
}) {
  return (
    <Link
      to="/models/templates"
      search={search}
      replace
      title={about}
      aria-current={current ? 'true' : undefined}
      className={classes(
        'inline-flex min-h-8 items-center gap-1.5 rounded-full border px-3 text-sm font-medium transition-colors',
        current
          ? 'border-accent bg-accent-soft text-accent'
          : 'bg-surface text-ink-2 hover:bg-hover hover:text-ink',
      )}
    >
      <Icon aria-hidden className="size-3.5" />
      {name}
      <span className={classes('tabular text-xs', current ? 'text-accent' : 'text-ink-3')}>
        {count}
        <span className="sr-only"> templates</span>
      </span>
    </Link>
  );
}
