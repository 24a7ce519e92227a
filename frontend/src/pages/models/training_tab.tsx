import { Card } from '@/ui/card';
import { Curriculum } from './curriculum';
import { Objectives } from './objectives';
import { SettingsFacts } from './settings_facts';
import type { Shown } from './template';

export function TrainingTab({ template, fields }: Shown) {
  const training = fields.find((field) => field.key === 'training');
  const shown = training?.kind === 'group' ? training.fields : [];
  return (
    <div className="grid items-start gap-5 xl:grid-cols-2">
      <Card
        title="Settings"
        about="Where a run starts from; a profile, a form or a flag goes before."
      >
        <SettingsFacts fields={shown} values={template.whole.training} />
      </Card>
      <div className="min-w-0 space-y-5">
        {template.stages.length > 0 && (
          <Card title="Curriculum" about="What samples show, epoch by epoch.">
            <Curriculum stages={template.stages} epochs={template.epochs} />
          </Card>
        )}
        <Card title="Objectives" about="All weighted losses are added up.">
          <Objectives objectives={template.objectives} />
        </Card>
      </div>
    </div>
  );
}
