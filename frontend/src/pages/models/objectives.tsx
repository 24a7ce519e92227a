import { labelOf } from './labels';
import type { Objective } from './template_facts';
import { valueText } from './values';

/** What is trained, by which loss, and how much each counts. */
export function Objectives({ objectives }: { objectives: Objective[] }) {
  const most = Math.max(...objectives.map((one) => one.weight ?? 0), 1);
  return (
    <div className="overflow-x-auto">
      <table className="w-full text-left">
        <caption className="sr-only">Objectives, their losses and weights</caption>
        <thead>
          <tr className="border-b text-sm text-ink-3">
            <th scope="col" className="py-1.5 pr-4 font-medium">
              Objective
            </th>
            <th scope="col" className="py-1.5 pr-4 font-medium">
              Loss
            </th>
            <th scope="col" className="w-2/5 py-1.5 font-medium">
              Weight
            </th>
          </tr>
        </thead>
        <tbody>
          {objectives.map((one) => (
            <tr key={one.name} className="border-b last:border-b-0">
              <th scope="row" className="py-2 pr-4 font-medium">
                {labelOf(one.name)}
              </th>
              <td className="py-2 pr-4 text-ink-2">
                {labelOf(one.loss)}
                {one.rest
                  .filter(([, value]) => typeof value === 'number')
                  .map(([name, value]) => (
                    <span key={name} className="block text-sm text-ink-3">
                      {labelOf(name)} {valueText(value)}
                    </span>
                  ))}
              </td>
              <td className="py-2">
                <span className="flex items-center gap-3">
                  <span className="tabular w-8 shrink-0">{valueText(one.weight)}</span>
                  <span aria-hidden className="h-1.5 flex-1 rounded-full bg-line">
                    <span
                      className="block h-full rounded-full bg-accent"
                      style={{ width: `${((one.weight ?? 0) / most) * 100}%` }}
                    />
                  </span>
                </span>
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
