import { useQuery } from '@tanstack/react-query';
import { useNavigate, useSearch } from '@tanstack/react-router';
import { Search } from 'lucide-react';
import { queries } from '@/api/queries';
import { plural } from '@/lib/format';
import { Button } from '@/ui/button';
import { CommandLine } from '@/ui/command_line';
import { Page } from '@/ui/page';
import { SearchField } from '@/ui/search_field';
import { Empty, Found, Skeleton } from '@/ui/states';
import { CategoryFilter } from './category_filter';
import { GalleryProblems } from './gallery_problems';
import { ModelTabs } from './model_tabs';
import { TemplateCard } from './template_card';
import { matches, templateOf } from './template_facts';

export function Gallery() {
  const templates = useQuery(queries.templates());
  return (
    <Page
      title="Models"
      about="Train a model from a template: settings that work, for you to change."
    >
      <ModelTabs />
      <Found query={templates} loading={<CardSkeletons />}>
        {(found) => (
          <>
            <GalleryProblems rows={found.problems} />
            <Cards
              all={Object.values(found.templates).map(templateOf)}
              categories={found.categories}
            />
          </>
        )}
      </Found>
    </Page>
  );
}

function Cards({
  all,
  categories,
}: {
  all: ReturnType<typeof templateOf>[];
  categories: Record<string, Record<string, unknown>>;
}) {
  const { q = '', category } = useSearch({ from: '/models/templates' });
  const navigate = useNavigate({ from: '/models/templates' });
  const searched = all.filter((one) => matches(one, q));
  const shown = searched.filter((one) => !category || one.category === category);
  return (
    <>
      <div className="mb-5 flex flex-wrap items-center gap-3">
        <CategoryFilter categories={categories} templates={searched} chosen={category} words={q} />
        <SearchField
          label="Search templates"
          value={q}
          placeholder="Search by name, tag or model"
          onValue={(text) =>
            navigate({ search: (before) => ({ ...before, q: text || undefined }), replace: true })
          }
          className="ml-auto w-full sm:w-72"
        />
      </div>
      <p role="status" className="sr-only">
        {plural(shown.length, 'template')}
      </p>
      {shown.length ? (
        <ul className="grid gap-4 sm:grid-cols-2 xl:grid-cols-3">
          {shown.map((one) => (
            <li key={one.id} className="flex min-w-0">
              <TemplateCard template={one} category={categories[one.category]} />
            </li>
          ))}
        </ul>
      ) : (
        <Empty
          title="No template like that"
          icon={<Search aria-hidden />}
          actions={<Button onClick={() => navigate({ search: {} })}>Show all templates</Button>}
        >
          Look for another word, or in all categories.
        </Empty>
      )}
      <section aria-labelledby="own" className="mt-8 max-w-3xl">
        <h2 id="own" className="text-base font-semibold">
          A template of your own
        </h2>
        <p className="mt-0.5 mb-2 text-ink-2">
          Starts from another one and holds only what you change. It appears here as soon as its
          file is saved.
        </p>
        <CommandLine
          command={`spark-trainer templates new my-template --from ${shown[0]?.id ?? all[0]?.id ?? 'NAME'}`}
        />
      </section>
    </>
  );
}

function CardSkeletons() {
  return (
    <div role="status" aria-label="Loading" className="grid gap-4 sm:grid-cols-2 xl:grid-cols-3">
      {Array.from({ length: 6 }, (_, index) => (
        <Skeleton key={index} className="h-56" />
      ))}
    </div>
  );
}
