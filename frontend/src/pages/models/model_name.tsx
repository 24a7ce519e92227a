import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { queries } from '@/api/queries';
import type { ModelRow } from './model_rows';
import { fromWorkdir } from './paths';

/** Its name, which leads to the run that it came from, and its folder. */
export function ModelName({ row }: { row: ModelRow }) {
  const workdir = useQuery(queries.system()).data?.workdir;
  return (
    <>
      {row.kind === 'run' ? (
        <Link
          to="/runs/$run"
          params={{ run: row.id }}
          className="font-medium wrap-anywhere hover:text-accent hover:underline"
        >
          {row.name}
        </Link>
      ) : (
        <span className="font-medium wrap-anywhere">{row.name}</span>
      )}
      <span className="block font-mono text-xs wrap-anywhere text-ink-3">
        {fromWorkdir(row.path, workdir)}
      </span>
    </>
  );
}
