import { Link } from '@tanstack/react-router';
import { lastPart } from '../runs/folders';
import type { Job } from './job_rows';

const LINK =
  'underline decoration-line-strong underline-offset-2 hover:text-accent hover:decoration-accent';

/** The folder that a job wrote, as a link where there is a page of it. */
export function MadeLink({ made }: { made: Job['made'] }) {
  if (!made) return null;
  const text = `${made.kind} ${lastPart(made.path)}`;
  if (made.id && made.kind === 'run') {
    return (
      <Link to="/runs/$run" params={{ run: made.id }} className={LINK}>
        {text}
      </Link>
    );
  }
  if (made.id && made.kind === 'dataset') {
    return (
      <Link to="/datasets/$dataset" params={{ dataset: made.id }} className={LINK}>
        {text}
      </Link>
    );
  }
  if (made.id && made.kind === 'model') {
    return (
      <Link to="/models" className={LINK}>
        {text}
      </Link>
    );
  }
  return <span title={made.path}>{text}</span>;
}
