import { useQuery } from '@tanstack/react-query';
import { Link, useParams, useSearch } from '@tanstack/react-router';
import { Play } from 'lucide-react';
import type { ReactNode } from 'react';
import type { Schemas } from '@/api/client';
import { queries } from '@/api/queries';
import { Badge } from '@/ui/badge';
import { buttonClass } from '@/ui/button';
import { Page, TabLinks } from '@/ui/page';
import { Loading } from '@/ui/states';
import { DataTab } from './data_tab';
import { textOf } from './json';
import { MetricsTab } from './metrics_tab';
import { NoTemplate } from './no_template';
import { Overview } from './overview';
import { ResourcesTab } from './resources_tab';
import { type Field, fieldsOf } from './schema';
import { TABS, type Tab } from './searches';
import { type Template, templateOf } from './template_facts';
import { TemplateIcon } from './template_icon';
import { TrainingTab } from './training_tab';

export interface Shown {
  template: Template;
  /** Of its schema. */
  fields: Field[];
}

const PANES: Record<Tab, (shown: Shown) => ReactNode> = {
  overview: (shown) => <Overview {...shown} />,
  training: (shown) => <TrainingTab {...shown} />,
  data: (shown) => <DataTab {...shown} />,
  metrics: (shown) => <MetricsTab {...shown} />,
  resources: (shown) => <ResourcesTab {...shown} />,
};

export function TemplateDetail() {
  const { name } = useParams({ from: '/models/templates/$name' });
  const query = useQuery(queries.template(name));
  if (query.data) return <Whole row={query.data} />;
  return (
    <Page title={name} crumbs={[{ label: 'Templates', to: '/models/templates' }]}>
      {query.error ? (
        <NoTemplate name={name} error={query.error} retry={query.refetch} />
      ) : (
        <Loading rows={6} />
      )}
    </Page>
  );
}

function Whole({ row }: { row: Schemas['TemplateDetail'] }) {
  const { tab = 'overview' } = useSearch({ from: '/models/templates/$name' });
  const gallery = useQuery(queries.templates());
  const template = templateOf(row);
  const params = { name: template.id };
  const category = gallery.data?.categories[template.category];
  return (
    <Page
      title={template.name}
      icon={<TemplateIcon name={template.icon} large />}
      crumbs={[{ label: 'Templates', to: '/models/templates' }]}
      beside={
        <span className="flex flex-wrap gap-1.5">
          <Badge tone="info">{textOf(category?.name) || template.category}</Badge>
          {!template.shipped && <Badge tone="accent">Your own</Badge>}
          {template.adapter && <Badge>{template.adapter}</Badge>}
        </span>
      }
      about={
        <>
          Base model: <span className="font-medium wrap-anywhere">{template.baseModel}</span>
        </>
      }
      actions={
        <Link to="/models/templates/$name/use" params={params} className={buttonClass('primary')}>
          <Play aria-hidden className="size-4" />
          Use This Template
        </Link>
      }
    >
      <TabLinks
        label={template.name}
        tabs={TABS.map((one) => ({
          label: one.charAt(0).toUpperCase() + one.slice(1),
          link: {
            to: '/models/templates/$name',
            params,
            search: { tab: one === 'overview' ? undefined : one },
          },
        }))}
      />
      {PANES[tab]({ template, fields: fieldsOf(row.schema) })}
    </Page>
  );
}
