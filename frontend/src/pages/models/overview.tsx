import { Link } from '@tanstack/react-router';
import { Badge } from '@/ui/badge';
import { Card, Facts } from '@/ui/card';
import { CommandLine } from '@/ui/command_line';
import { labelOf } from './labels';
import { ModelDrawing } from './model_drawing';
import { Objectives } from './objectives';
import { PipelineDrawing } from './pipeline_drawing';
import { SettingsFacts } from './settings_facts';
import type { Shown } from './template';
import { TemplateYaml } from './template_yaml';

const APOTHEON = 'apotheon-multimodal';

export function Overview({ template, fields }: Shown) {
  const architecture = fields.filter((field) => field.key === 'architecture');
  const drawn = template.trainer === APOTHEON;
  return (
    <div className="grid items-start gap-5 xl:grid-cols-[minmax(0,1fr)_22rem]">
      <div className="min-w-0 space-y-5">
        <Card title="What it learns">
          <p className="max-w-3xl text-ink-2">{template.description}</p>
          <div className="mt-4">
            <Objectives objectives={template.objectives} />
          </div>
        </Card>
        {drawn && (
          <>
            <Card
              title="The model"
              about="Text looks at pictures and sound in the fusion transformer."
            >
              <ModelDrawing template={template} />
            </Card>
            <Card
              title="From your videos to the model"
              about="What a dataset build makes of a video, and what training takes of it."
            >
              <PipelineDrawing template={template} />
            </Card>
          </>
        )}
        <Card title="Architecture">
          {drawn ? (
            <details>
              <summary className="text-ink-2 hover:text-ink">All sizes, part by part</summary>
              <div className="mt-3">
                <SettingsFacts fields={architecture} values={template.whole} />
              </div>
            </details>
          ) : (
            <SettingsFacts
              fields={architecture.flatMap((one) => (one.kind === 'group' ? one.fields : [one]))}
              values={
                architecture[0]?.kind === 'group' ? template.whole.architecture : template.whole
              }
            />
          )}
        </Card>
      </div>
      <div className="min-w-0 space-y-5">
        <Card title="About">
          <Facts
            className="grid-cols-[minmax(5.5rem,max-content)_minmax(0,1fr)]"
            rows={[
              [
                'Name',
                <code key="n" className="font-mono text-sm break-all">
                  {template.id}
                </code>,
              ],
              [
                'Trained by',
                <code key="t" className="font-mono text-sm break-all">
                  {template.trainer}
                </code>,
              ],
              ...(template.extends
                ? [
                    [
                      'Extends',
                      <Link
                        key="e"
                        to="/models/templates/$name"
                        params={{ name: template.extends }}
                        className="text-accent hover:underline"
                      >
                        {template.extends}
                      </Link>,
                    ] as [string, React.ReactNode],
                  ]
                : []),
              [
                'Written in',
                <span key="w" className="font-mono text-sm break-all">
                  {template.file.split('/').slice(-2).join('/')}
                  {template.line !== null && `, line ${template.line}`}
                </span>,
              ],
              [
                'Tags',
                <span key="g" className="flex flex-wrap gap-1">
                  {template.tags.map((tag) => (
                    <Badge key={tag}>{tag}</Badge>
                  ))}
                </span>,
              ],
              ['Metrics', template.metrics.map(labelOf).join(', ') || 'none'],
            ]}
          />
        </Card>
        <Card
          title="Make it your own"
          about="Writes templates/my-template.yaml: a few settings over this one, each with what it does."
        >
          <CommandLine command={`spark-trainer templates new my-template --from ${template.id}`} />
        </Card>
        <TemplateYaml template={template} />
      </div>
    </div>
  );
}
