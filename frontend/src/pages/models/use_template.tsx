import { useQuery } from '@tanstack/react-query';
import { useNavigate, useParams, useSearch } from '@tanstack/react-router';
import type { Schemas } from '@/api/client';
import { queries } from '@/api/queries';
import { Page } from '@/ui/page';
import { Failure, Loading } from '@/ui/states';
import { NoTemplate } from './no_template';
import { RunBasics } from './run_basics';
import { RunSide } from './run_side';
import { SettingsForm } from './settings_form';
import { templateOf } from './template_facts';
import { TemplateIcon } from './template_icon';
import { useRun } from './use_run';

const FROM = '/models/templates/$name/use';

export function UseTemplate() {
  const { name } = useParams({ from: FROM });
  const template = useQuery(queries.template(name));
  const datasets = useQuery(queries.datasets());
  const profiles = useQuery(queries.profiles());
  const retry = () => Promise.all([template, datasets, profiles].map((one) => one.refetch()));
  const error = template.error ?? datasets.error ?? profiles.error;
  if (template.data && datasets.data && profiles.data)
    return (
      <Whole
        key={name}
        row={template.data}
        datasets={datasets.data}
        profiles={profiles.data.value.profiles}
      />
    );
  return (
    <Page title={`Use ${name}`} crumbs={[{ label: 'Templates', to: '/models/templates' }]}>
      {error ? <NoTemplate name={name} error={error} retry={retry} /> : <Loading rows={8} />}
    </Page>
  );
}

function Whole({
  row,
  datasets,
  profiles,
}: {
  row: Schemas['TemplateDetail'];
  datasets: Schemas['Dataset'][];
  profiles: Record<string, Record<string, unknown>>;
}) {
  const search = useSearch({ from: FROM });
  const navigate = useNavigate({ from: FROM });
  const usable = datasets.filter((one) => one.problem === null);
  const only = usable.length === 1 ? usable[0] : undefined;
  const dataset = datasets.find((one) => one.id === search.dataset) ?? only;
  const run = useRun(row, search.profile, dataset);
  const template = templateOf(row);
  return (
    <Page
      title={`Use ${template.name}`}
      icon={<TemplateIcon name={template.icon} large />}
      about={template.description}
      crumbs={[
        { label: 'Templates', to: '/models/templates' },
        { label: template.name, to: '/models/templates/$name', params: { name: row.id } },
      ]}
    >
      <div className="grid items-start gap-5 lg:grid-cols-[minmax(0,1fr)_22rem] xl:grid-cols-[minmax(0,1fr)_25rem]">
        <div className="min-w-0 space-y-5">
          <RunBasics
            datasets={datasets}
            dataset={dataset?.id}
            onDataset={(id) =>
              navigate({ search: (now) => ({ ...now, dataset: id }), replace: true })
            }
            profiles={profiles}
            profile={search.profile}
            onProfile={(profile) =>
              navigate({ search: (now) => ({ ...now, profile }), replace: true })
            }
            output={run.output}
            onOutput={run.form.name}
            outputProblem={run.outputProblem}
          />
          {run.settings.error ? (
            <Failure error={run.settings.error} retry={() => run.settings.refetch()} />
          ) : run.base ? (
            <SettingsForm run={run} />
          ) : (
            <Loading rows={6} />
          )}
        </div>
        <RunSide run={run} ready={dataset !== undefined} />
      </div>
    </Page>
  );
}
