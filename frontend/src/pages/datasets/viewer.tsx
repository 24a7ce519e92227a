import { useQuery } from '@tanstack/react-query';
import { useNavigate, useParams, useSearch } from '@tanstack/react-router';
import { Clapperboard, SearchX } from 'lucide-react';
import { useMemo } from 'react';
import { ProblemError } from '@/api/client';
import { queries } from '@/api/queries';
import { Button } from '@/ui/button';
import { Page } from '@/ui/page';
import { Empty, Failure, Skeleton } from '@/ui/states';
import { useUndoKey } from './edits/undoing';
import { DatasetActions } from './viewer/actions';
import { BulkBar } from './viewer/bulk_bar';
import { FilterBar } from './viewer/filter_bar';
import { Grid } from './viewer/grid';
import { DatasetHead } from './viewer/head';
import { Rows } from './viewer/rows';
import { filterCount, queryOf, type ViewerSearch } from './viewer/search';
import { isStretched } from './viewer/settings';
import { useChosen } from './viewer/use_chosen';
import { useLinks } from './viewer/use_links';
import { useTotal } from './viewer/use_pages';

/** A dataset: what it is, and all of its samples. */
export function DatasetViewer() {
  const { dataset } = useParams({ from: '/datasets/$dataset' });
  const found = useQuery(queries.dataset(dataset));
  useUndoKey(dataset);
  return (
    <Page
      title={found.data?.name ?? 'Dataset'}
      crumbs={[{ label: 'Datasets', to: '/datasets' }]}
      actions={found.data && <DatasetActions dataset={found.data} />}
    >
      {found.data ? (
        <DatasetHead dataset={found.data} />
      ) : found.error ? (
        <Failure error={found.error} retry={() => found.refetch()} />
      ) : (
        <Skeleton className="mb-4 h-28" />
      )}
      {found.data && !found.data.problem && (
        <Samples
          dataset={dataset}
          path={found.data.path}
          stretched={isStretched(found.data.settings)}
        />
      )}
    </Page>
  );
}

function Samples({
  dataset,
  path,
  stretched,
}: {
  dataset: string;
  path: string;
  stretched: boolean;
}) {
  const search = useSearch({ from: '/datasets/$dataset' });
  const navigate = useNavigate({ from: '/datasets/$dataset' });
  const query = useMemo(() => queryOf(search), [search]);
  const first = useTotal(dataset, query);
  const chosen = useChosen(dataset, query);
  const { hrefOf, open } = useLinks(dataset, search);
  const change = (next: ViewerSearch) => navigate({ search: next, replace: true });
  const total = first.data?.total;
  const props = { dataset, query, chosen, stretched, hrefOf, onOpen: open };
  return (
    <>
      <div className="z-10 -mx-1 mb-1 bg-bg px-1 py-2 sm:sticky sm:top-0">
        <FilterBar
          dataset={dataset}
          search={search}
          onChange={change}
          total={total}
          busy={first.isPlaceholderData}
        />
      </div>
      {first.error && total === undefined ? (
        <Failure error={first.error} retry={() => first.refetch()} />
      ) : total === undefined ? (
        <Waiting reason={first.failureReason} />
      ) : total === 0 ? (
        <None search={search} onClear={() => change({ view: search.view })} />
      ) : search.view === 'table' ? (
        <Rows {...props} total={total} search={search} onChange={change} />
      ) : (
        <Grid {...props} total={total} />
      )}
      <BulkBar dataset={dataset} path={path} chosen={chosen} total={total ?? 0} />
    </>
  );
}

function Waiting({ reason }: { reason: Error | null }) {
  if (reason instanceof ProblemError && reason.status === 503)
    return (
      <Empty icon={<Clapperboard aria-hidden />} title="The samples are being indexed">
        A large dataset is read once before it can be searched. This page goes on by itself.
      </Empty>
    );
  return (
    <div
      role="status"
      aria-label="Loading"
      className="grid grid-cols-2 gap-3 md:grid-cols-4 xl:grid-cols-5"
    >
      {Array.from({ length: 10 }, (_, place) => (
        <Skeleton key={place} className="h-56" />
      ))}
    </div>
  );
}

function None({ search, onClear }: { search: ViewerSearch; onClear: () => void }) {
  if (!search.q && filterCount(search) === 0)
    return (
      <Empty icon={<Clapperboard aria-hidden />} title="There are no samples in this dataset">
        All of its videos failed or were taken out. Rebuild it, or undo what took them out under
        Changes.
      </Empty>
    );
  return (
    <Empty
      icon={<SearchX aria-hidden />}
      title="Nothing is found"
      actions={<Button onClick={onClear}>Show all samples</Button>}
    >
      Words are looked for at their beginnings, in names, captions and transcripts; all of them must
      be there, and every filter must hold.
    </Empty>
  );
}
