import { ProblemError } from '@/api/client';

/** What the server said of fields, by their path. `prefix` is what it puts before the path. */
export function refusedOf(error: unknown, prefix = ''): Record<string, string> {
  if (!(error instanceof ProblemError)) return {};
  return Object.fromEntries(
    error.mistakes
      .filter((one) => one.where.startsWith(prefix))
      .map((one) => [one.where.slice(prefix.length), sentence(one.problem)]),
  );
}

export function isStale(error: unknown): boolean {
  return error instanceof ProblemError && error.status === 412;
}

function sentence(problem: string): string {
  const plain = problem.replaceAll('`', '');
  return plain.charAt(0).toUpperCase() + plain.slice(1);
}
