import type { ReactNode } from 'react';
import { classes } from './classes';

export interface Column<T> {
  name: string;
  /** On a phone its name is only read aloud. */
  unnamed?: boolean;
  cell: (row: T) => ReactNode;
  /** Names the row. */
  head?: boolean;
  /** Figures stand at the right. */
  right?: boolean;
  /** Left out on a phone. */
  wide?: boolean;
  className?: string;
}

interface Props<T> {
  label: string;
  columns: Column<T>[];
  rows: readonly T[];
  rowKey: (row: T) => string;
  /** Where there are no rows. */
  empty?: ReactNode;
  /** It stands within the padding of a card. */
  inset?: boolean;
}

/** A plain table of some rows; for thousands there is a virtual one. */
export function Table<T>({ label, columns, rows, rowKey, empty, inset }: Props<T>) {
  const sides = inset ? 'px-2 first:pl-0 last:pr-0' : 'px-3 first:pl-4 last:pr-4 sm:px-5!';
  if (rows.length === 0 && empty) return <>{empty}</>;
  return (
    <section aria-label={label} tabIndex={0} className="overflow-x-auto">
      <table className="w-full text-left">
        <caption className="sr-only">{label}</caption>
        <thead>
          <tr className="border-b text-sm text-ink-3">
            {columns.map((column) => (
              <th
                key={column.name}
                scope="col"
                className={classes(
                  'py-2 font-medium whitespace-nowrap',
                  sides,
                  column.right && 'text-right',
                  column.wide && 'hidden md:table-cell',
                )}
              >
                <span className={column.unnamed ? 'max-sm:sr-only' : undefined}>{column.name}</span>
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map((row) => (
            <tr
              key={rowKey(row)}
              className={classes('border-b last:border-b-0', !inset && 'hover:bg-hover/50')}
            >
              {columns.map((column) => {
                const Cell = column.head ? 'th' : 'td';
                return (
                  <Cell
                    key={column.name}
                    scope={column.head ? 'row' : undefined}
                    className={classes(
                      'py-2.5 align-middle',
                      sides,
                      column.head && 'font-medium',
                      column.right && 'tabular text-right',
                      column.wide && 'hidden md:table-cell',
                      column.className,
                    )}
                  >
                    {column.cell(row)}
                  </Cell>
                );
              })}
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}
