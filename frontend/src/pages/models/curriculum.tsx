import { Check } from 'lucide-react';
import { classes } from '@/ui/classes';
import { labelOf } from './labels';
import type { Stage } from './template_facts';
import { valueText } from './values';

/** Stages as columns as wide as they are long; a row a modality. */
export function Curriculum({ stages, epochs }: { stages: Stage[]; epochs: number | null }) {
  const all = [...new Set(stages.flatMap((stage) => stage.modalities))];
  const last = epochs ?? stages.at(-1)?.end ?? 1;
  const length = (stage: Stage) =>
    Math.max((stage.end ?? Math.max(last, stage.first + 1)) - stage.first, 1);
  const total = stages.reduce((sum, stage) => sum + length(stage), 0);
  return (
    <div>
      <table className="w-full table-fixed border-separate border-spacing-x-0.5 border-spacing-y-1 text-left">
        <caption className="sr-only">
          Stages of the curriculum and what samples show in each
        </caption>
        <colgroup>
          <col style={{ width: '4.5rem' }} />
          {stages.map((stage) => (
            <col key={stage.name} style={{ width: `${(length(stage) / total) * 100}%` }} />
          ))}
        </colgroup>
        <thead>
          <tr>
            <td />
            {stages.map((stage) => (
              <th key={stage.name} scope="col" className="align-bottom font-medium">
                <span className="block text-sm break-words">{stage.name}</span>
                <span className="tabular block text-xs font-normal text-ink-3">
                  {rangeOf(stage)}
                </span>
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {all.map((modality) => (
            <tr key={modality}>
              <th scope="row" className="text-sm font-normal text-ink-3">
                {labelOf(modality)}
              </th>
              {stages.map((stage) => {
                const on = stage.modalities.includes(modality);
                return (
                  <td
                    key={stage.name}
                    className={classes(
                      'h-7 rounded-sm text-center',
                      on ? 'bg-accent-soft text-accent' : 'bg-sunken',
                    )}
                  >
                    {on ? <Check aria-hidden className="mx-auto size-3.5" /> : null}
                    <span className="sr-only">{on ? 'yes' : 'no'}</span>
                  </td>
                );
              })}
            </tr>
          ))}
        </tbody>
      </table>
      {stages.some((stage) => stage.rest.length > 0) && (
        <ul className="mt-3 space-y-1 text-sm text-ink-2">
          {stages.flatMap((stage) =>
            stage.rest.map(([name, value]) => (
              <li key={`${stage.name} ${name}`}>
                <span className="font-medium">{stage.name}</span>: {labelOf(name).toLowerCase()}{' '}
                {valueText(value)}
              </li>
            )),
          )}
        </ul>
      )}
    </div>
  );
}

function rangeOf({ first, end }: Stage): string {
  if (end === null) return first === 0 ? 'all epochs' : `epoch ${first} to the end`;
  return `epochs ${first} to ${end}`;
}
