import { useQuery } from '@tanstack/react-query';
import { getRouteApi } from '@tanstack/react-router';
import { Page } from '@/ui/page';
import { Found, Loading, Skeleton } from '@/ui/states';
import { BuilderForm } from './builder/form';
import { BuildProgress } from './builder/progress';
import { datasetQueries } from './queries';

const route = getRouteApi('/datasets/new');

export function DatasetBuilder() {
  const search = route.useSearch();
  return search.job ? <BuildProgress job={search.job} /> : <NewDataset />;
}

function NewDataset() {
  const search = route.useSearch();
  const form = useQuery(datasetQueries.form());
  const labelers = useQuery(datasetQueries.labelers());
  return (
    <Page
      title="New dataset"
      about="Turn a folder of videos into frames, sound, captions and transcripts, with provenance."
      crumbs={[{ label: 'Datasets', to: '/datasets' }]}
    >
      <Found query={form} loading={<Waiting />}>
        {(steps) => (
          <Found query={labelers} loading={<Waiting />}>
            {(backends) => <BuilderForm form={steps} backends={backends} search={search} />}
          </Found>
        )}
      </Found>
    </Page>
  );
}

function Waiting() {
  return (
    <div className="grid gap-5 xl:grid-cols-[minmax(0,1fr)_23rem]">
      <Loading rows={8} />
      <Skeleton className="h-80" />
    </div>
  );
}
