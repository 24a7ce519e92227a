import { Link } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { figure } from '@/lib/format';
import { Card } from '@/ui/card';
import { DOTS } from '@/ui/chart/legend';
import { classes } from '@/ui/classes';
import type { NamedRun } from './compare_curves';
import { comparedRows, difference } from './compare_rows';
import { shownValue } from './leaves';

interface Props {
  title: string;
  runs: NamedRun[];
  numbers?: Record<string, (number | null)[]>;
  settings?: Record<string, unknown[]>;
}

/** A row a name, a column a run; numbers with their difference from the first run's. */
export function CompareTable({ title, runs, numbers, settings }: Props) {
  const rows: [string, ReactNode[]][] = numbers
    ? comparedRows(numbers).map(({ name, values, best }) => [
        name,
        values.map((value, place) => (
          <Cell key={place} value={value} first={place ? values[0] : null} best={best === place} />
        )),
      ])
    : Object.entries(settings ?? {}).map(([name, values]) => [
        name,
        values.map((value, place) => (
          <span key={place} className={value === null ? 'text-ink-3' : 'font-mono text-sm'}>
            {value === null ? '–' : shownValue(value)}
          </span>
        )),
      ]);
  return (
    <Card
      title={title}
      about={numbers ? 'The best in bold; differences are from the first run.' : undefined}
      flush
    >
      {rows.length === 0 ? (
        <p className="px-5 pb-4 text-ink-3">All of them are the same.</p>
      ) : (
        <section aria-label={title} tabIndex={0} className="max-h-[32rem] overflow-auto">
          <table className="w-full text-left">
            <caption className="sr-only">{title}</caption>
            <thead className="sticky top-0 bg-surface">
              <tr className="border-b text-sm">
                <th scope="col" className="px-5 py-2 font-medium text-ink-3">
                  {numbers ? 'Figure' : 'Setting'}
                </th>
                {runs.map((run, index) => (
                  <th key={run.id} scope="col" className="px-5 py-2 font-medium">
                    <Link
                      to="/runs/$run"
                      params={{ run: run.id }}
                      className="inline-flex items-center gap-1.5 whitespace-nowrap hover:underline"
                    >
                      <span
                        aria-hidden
                        className={classes('h-1 w-3.5 rounded-full', DOTS[index % DOTS.length])}
                      />
                      {run.name}
                    </Link>
                  </th>
                ))}
              </tr>
            </thead>
            <tbody>
              {rows.map(([name, cells]) => (
                <tr key={name} className="border-b align-top last:border-b-0 hover:bg-hover/50">
                  <th scope="row" className="max-w-72 px-5 py-2 font-normal break-words text-ink-2">
                    {name}
                  </th>
                  {cells.map((cell, index) => (
                    <td key={index} className="max-w-80 px-5 py-2 wrap-anywhere">
                      {cell}
                    </td>
                  ))}
                </tr>
              ))}
            </tbody>
          </table>
        </section>
      )}
    </Card>
  );
}

function Cell({
  value,
  first,
  best,
}: {
  value: number | null;
  first: number | null | undefined;
  best: boolean;
}) {
  const apart = difference(value, first);
  return (
    <span className="tabular whitespace-nowrap">
      <span className={best ? 'font-semibold' : undefined}>{figure(value)}</span>
      {apart && <span className="ml-2 text-sm text-ink-3">{apart}</span>}
    </span>
  );
}
