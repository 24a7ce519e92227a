import { useQuery } from '@tanstack/react-query';
import { useParams } from '@tanstack/react-router';
import { queries } from '@/api/queries';
import { commandLine } from '@/lib/command';
import { Card } from '@/ui/card';
import { CommandLine } from '@/ui/command_line';
import { Page } from '@/ui/page';
import { HistoryList } from './edits/history_list';
import { useUndoKey } from './edits/undoing';

/** All changes by hand of a dataset. */
export function DatasetHistory() {
  const { dataset } = useParams({ from: '/datasets/$dataset/history' });
  const found = useQuery(queries.dataset(dataset));
  useUndoKey(dataset);
  const name = found.data?.name ?? 'Dataset';
  return (
    <Page
      title="Changes by hand"
      about="Corrected captions and transcripts, and videos taken out. Builds keep them; each can be taken back."
      crumbs={[
        { label: 'Datasets', to: '/datasets' },
        { label: name, to: '/datasets/$dataset', params: { dataset } },
      ]}
    >
      <div className="max-w-4xl space-y-4">
        {found.data && (
          <div className="grid gap-2 sm:grid-cols-2">
            <CommandLine command={commandLine('dataset history', [found.data.path])} />
            <CommandLine command={`${commandLine('dataset undo', [found.data.path])} NUMBER`} />
          </div>
        )}
        <Card>
          <HistoryList dataset={dataset} />
        </Card>
      </div>
    </Page>
  );
}
