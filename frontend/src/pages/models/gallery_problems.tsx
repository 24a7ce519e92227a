import { TriangleAlert } from 'lucide-react';
import { plural } from '@/lib/format';
import { Prose } from './prose';
import { problemOf } from './template_facts';

/** Mistakes in the files of one's own templates, each where it is. */
export function GalleryProblems({ rows }: { rows: string[] }) {
  if (rows.length === 0) return null;
  return (
    <section
      aria-label="Mistakes in template files"
      className="mb-5 rounded-md border border-warn/40 bg-warn-soft px-4 py-3"
    >
      <p className="flex items-center gap-2 font-medium text-warn">
        <TriangleAlert aria-hidden className="size-4 shrink-0" />
        {plural(rows.length, 'mistake')} in template files; what has them is left out until they are
        mended.
      </p>
      <ul className="mt-2 space-y-1.5">
        {rows.map((row) => {
          const { file, line, text } = problemOf(row);
          return (
            <li key={row} className="min-w-0 text-ink-2">
              {file && (
                <span className="mr-2 font-mono text-sm break-all text-ink">
                  {file}, line {line}
                </span>
              )}
              <span className="break-words">
                <Prose text={text} />
              </span>
            </li>
          );
        })}
      </ul>
    </section>
  );
}
