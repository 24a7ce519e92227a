import { useQuery } from '@tanstack/react-query';
import { getRouteApi, Link } from '@tanstack/react-router';
import { Clapperboard, Plus } from 'lucide-react';
import { queries } from '@/api/queries';
import { buttonClass } from '@/ui/button';
import { CommandLine } from '@/ui/command_line';
import { Page } from '@/ui/page';
import { Empty, Found, Skeleton } from '@/ui/states';
import { BuildsUnderWay } from './list/builds';
import { DatasetCard } from './list/card';
import { ListHead } from './list/head';
import { TrashSection } from './list/trash';

const route = getRouteApi('/datasets');

export function DatasetList() {
  const { q = '' } = route.useSearch();
  const datasets = useQuery(queries.datasets());
  const words = q.toLowerCase().split(/\s+/).filter(Boolean);
  return (
    <Page
      title="Datasets"
      about="Videos turned into frames, sound, captions and transcripts, each with its provenance."
      actions={
        <Link to="/datasets/new" className={buttonClass('primary')}>
          <Plus aria-hidden className="size-4" />
          New dataset
        </Link>
      }
    >
      <BuildsUnderWay />
      <Found query={datasets} loading={<Cards />}>
        {(all) => {
          if (all.length === 0) return <First />;
          const shown = all.filter((one) =>
            words.every((word) => one.name.toLowerCase().includes(word)),
          );
          return (
            <>
              <ListHead all={all} shown={shown.length} q={q} />
              {shown.length === 0 && (
                <Empty title="No dataset has such a name">
                  Search with fewer letters, or build one of that name.
                </Empty>
              )}
              <ul className="grid gap-4 sm:grid-cols-2 2xl:grid-cols-3">
                {shown.map((one) => (
                  <li key={one.id} className="min-w-0">
                    <DatasetCard dataset={one} />
                  </li>
                ))}
              </ul>
            </>
          );
        }}
      </Found>
      <TrashSection />
    </Page>
  );
}

function Cards() {
  return (
    <div role="status" aria-label="Loading" className="grid gap-4 sm:grid-cols-2 2xl:grid-cols-3">
      {[0, 1, 2, 3].map((one) => (
        <Skeleton key={one} className="h-60" />
      ))}
    </div>
  );
}

function First() {
  return (
    <div className="rounded-lg border bg-surface shadow-card">
      <Empty
        icon={<Clapperboard aria-hidden />}
        title="Make your first dataset"
        actions={
          <Link to="/datasets/new" className={buttonClass('primary')}>
            <Plus aria-hidden className="size-4" />
            New dataset
          </Link>
        }
      >
        <p>
          Name a folder of videos, or drop some here in the browser. Seven steps make frames, sound,
          captions and transcripts of them.
        </p>
        <div className="mt-4 text-left">
          <CommandLine command="spark-trainer dataset build --input=FOLDER --output=datasets/my-clips" />
        </div>
      </Empty>
    </div>
  );
}
