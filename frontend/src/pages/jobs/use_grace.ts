import { useQuery } from '@tanstack/react-query';
import { graceOf } from './job_rows';
import { jobQueries } from './queries';

/** How long a job has to end before it is killed, in words; asked for while a dialog is open. */
export function useGrace(job: string | null): string {
  const detail = useQuery({ ...jobQueries.job(job ?? ''), enabled: job !== null });
  return graceOf(detail.data?.grace_s);
}
