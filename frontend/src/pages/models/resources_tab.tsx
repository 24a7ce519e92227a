import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { CircleCheck, TriangleAlert } from 'lucide-react';
import { queries } from '@/api/queries';
import { Badge } from '@/ui/badge';
import { buttonClass } from '@/ui/button';
import { Card } from '@/ui/card';
import { classes } from '@/ui/classes';
import { Found } from '@/ui/states';
import { Table } from '@/ui/table';
import { needsOf, verdictOf } from './resources';
import type { Shown } from './template';

export function ResourcesTab({ template }: Shown) {
  const system = useQuery(queries.system());
  return (
    <Found query={system}>
      {({ now }) => {
        const needs = needsOf(template, now);
        const verdict = verdictOf(needs);
        const Icon = verdict.fits ? CircleCheck : TriangleAlert;
        return (
          <div className="space-y-5">
            <p
              className={classes(
                'flex items-start gap-3 rounded-md border px-4 py-3 font-medium',
                verdict.fits
                  ? 'border-good/40 bg-good-soft text-good'
                  : 'border-warn/40 bg-warn-soft text-warn',
              )}
            >
              <Icon aria-hidden className="mt-0.5 size-4 shrink-0" />
              {verdict.text}
            </p>
            <Card
              title="What a full run needs"
              about={
                template.hardware && `The template says: ${template.hardware.replaceAll('`', '')}.`
              }
              flush
            >
              <Table
                label="Needs of the template and this machine"
                rows={needs}
                rowKey={(need) => need.name}
                columns={[
                  {
                    name: 'Resource',
                    cell: (need) => <span className="font-medium">{need.name}</span>,
                  },
                  { name: 'Needs', cell: (need) => need.needs, right: true },
                  { name: 'This machine', cell: (need) => need.here, right: true },
                  {
                    name: 'Verdict',
                    right: true,
                    cell: (need) => (
                      <Badge tone={need.fits ? 'good' : 'warn'}>
                        {need.fits ? 'fits' : 'too little'}
                      </Badge>
                    ),
                  },
                ]}
              />
            </Card>
            <Card
              title="Measure it instead"
              about="The figures above are the template’s own. With your dataset and settings, memory and time are measured before a run starts."
            >
              <Link
                to="/models/templates/$name/use"
                params={{ name: template.id }}
                className={buttonClass()}
              >
                Measure memory and time
              </Link>
            </Card>
          </div>
        );
      }}
    </Found>
  );
}
