import { useQueries, useQuery } from '@tanstack/react-query';
import { Link, useNavigate, useSearch } from '@tanstack/react-router';
import { LayoutTemplate, Package, Search } from 'lucide-react';
import { useState } from 'react';
import { queries } from '@/api/queries';
import { plural } from '@/lib/format';
import { Button, buttonClass } from '@/ui/button';
import { Card } from '@/ui/card';
import { CommandLine } from '@/ui/command_line';
import { Page } from '@/ui/page';
import { SearchField } from '@/ui/search_field';
import { Empty, Failure, Loading } from '@/ui/states';
import { EvaluateDialog } from './evaluate_dialog';
import { ExportDialog } from './export_dialog';
import { GenerateDialog } from './generate_dialog';
import { ModelCards } from './model_cards';
import type { Action } from './model_cells';
import { hasWords, type ModelRow, type RunFacts, rowsOf, runFactsOf } from './model_rows';
import { ModelTable } from './model_table';
import { ModelTabs } from './model_tabs';
import { modelQueries } from './queries';

const SHOWN = 40;

export function MyModels() {
  const runs = useQuery(queries.runs());
  const models = useQuery(queries.models());
  const error = runs.error ?? models.error;
  const rows = runs.data && models.data ? rowsOf(runs.data, models.data) : null;
  return (
    <Page
      title="Models"
      about="What was trained and exported here."
      actions={
        <Link to="/models/templates" className={buttonClass('primary')}>
          <LayoutTemplate aria-hidden className="size-4" /> Train a model
        </Link>
      }
    >
      <ModelTabs />
      {rows ? (
        <Rows rows={rows} />
      ) : error ? (
        <Failure error={error} retry={() => Promise.all([runs.refetch(), models.refetch()])} />
      ) : (
        <Loading rows={5} />
      )}
    </Page>
  );
}

function Rows({ rows }: { rows: ModelRow[] }) {
  const { q = '' } = useSearch({ from: '/models' });
  const navigate = useNavigate({ from: '/models' });
  const [most, setMost] = useState(SHOWN);
  const [action, setAction] = useState<{ what: Action; row: ModelRow } | null>(null);
  const fitting = rows.filter((row) => hasWords(row, q));
  const shown = fitting.slice(0, most);
  const facts = useFacts(shown);
  if (rows.length === 0)
    return (
      <Card>
        <Empty
          title="No models yet"
          icon={<Package aria-hidden />}
          actions={
            <Link to="/models/templates" className={buttonClass('primary')}>
              Choose a template
            </Link>
          }
        >
          <p>A template and a dataset are all that a first model needs.</p>
          <CommandLine
            className="mt-3 text-left"
            command="spark-trainer train --manifest=DATASET -- apotheon-tiny"
          />
        </Empty>
      </Card>
    );
  const close = () => setAction(null);
  const act = (what: Action, row: ModelRow) => setAction({ what, row });
  const trainer = action ? (facts.get(action.row.id)?.trainer ?? action.row.trainer) : null;
  return (
    <>
      <div className="mb-4 flex flex-wrap items-center justify-between gap-3">
        <p role="status" className="text-ink-2">
          {plural(fitting.length, 'model')}
          {q && ` of ${rows.length}`}
        </p>
        <SearchField
          label="Search models"
          value={q}
          placeholder="Search by name, template or state"
          onValue={(text) => navigate({ search: { q: text || undefined }, replace: true })}
          className="w-full sm:w-72"
        />
      </div>
      <Card flush>
        {shown.length ? (
          <>
            <div className="hidden md:block">
              <ModelTable rows={shown} facts={facts} onAction={act} />
            </div>
            <div className="md:hidden">
              <ModelCards rows={shown} facts={facts} onAction={act} />
            </div>
          </>
        ) : (
          <Empty
            title="No model like that"
            icon={<Search aria-hidden />}
            actions={<Button onClick={() => navigate({ search: {} })}>Show all models</Button>}
          />
        )}
      </Card>
      {fitting.length > most && (
        <p className="mt-4 text-center">
          <Button onClick={() => setMost(most + SHOWN)}>Show {fitting.length - most} more</Button>
        </p>
      )}
      {action?.what === 'evaluate' && <EvaluateDialog row={action.row} onClose={close} />}
      {action?.what === 'generate' && (
        <GenerateDialog row={action.row} trainer={trainer} onClose={close} />
      )}
      {action?.what === 'export' && (
        <ExportDialog
          row={action.row}
          trainer={trainer}
          taken={rows.filter((row) => row.kind === 'export').map((row) => row.name)}
          onClose={close}
        />
      )}
    </>
  );
}

/** What the runs on show say of themselves; each is asked once, and told anew when it changes. */
function useFacts(rows: ModelRow[]): Map<string, RunFacts> {
  const runs = rows.filter((row) => row.kind === 'run');
  const found = useQueries({ queries: runs.map((row) => modelQueries.run(row.id)) });
  const facts = new Map<string, RunFacts>();
  for (const [index, row] of runs.entries()) {
    const detail = found[index]?.data;
    if (detail) facts.set(row.id, runFactsOf(detail));
  }
  return facts;
}
