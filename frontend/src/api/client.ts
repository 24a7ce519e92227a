import createClient, { type Middleware } from 'openapi-fetch';
import type { components, paths } from './schema';
import { pageKey, sessionIsNeeded } from './session';

export type Schemas = components['schemas'];

/** Where the page is served, with its prefix and a slash at the end. */
export const ROOT = new URL('.', document.baseURI);

/** An address below the server's root, as `api/jobs`. */
export function at(path: string): string {
  return new URL(path.replace(/^\//, ''), ROOT).href;
}

/** What the server says where it cannot do what was asked (RFC 9457). */
export class ProblemError extends Error {
  constructor(
    readonly status: number,
    detail: string,
    readonly mistakes: { where: string; problem: string }[] = [],
  ) {
    super(detail);
    this.name = 'ProblemError';
  }
}

/** The server does not answer at all. */
export class OfflineError extends Error {
  constructor() {
    super(
      'The server does not answer. Start it again with `spark-trainer serve`; nothing is lost.',
    );
    this.name = 'OfflineError';
  }
}

async function problemOf(response: Response): Promise<ProblemError> {
  const told = await response
    .clone()
    .json()
    .catch(() => null);
  const detail =
    typeof told?.detail === 'string' ? told.detail : `the server answered ${response.status}`;
  return new ProblemError(
    response.status,
    detail,
    Array.isArray(told?.errors) ? told.errors : undefined,
  );
}

const guard: Middleware = {
  onRequest({ request }) {
    const key = pageKey();
    if (key && request.method !== 'GET') request.headers.set('X-SparkTrainer-Token', key);
    return request;
  },
  async onResponse({ response }) {
    if (response.ok || response.status === 304) return response;
    const problem = await problemOf(response);
    if (problem.status === 401 || (problem.status === 403 && problem.message.includes('token'))) {
      sessionIsNeeded();
    }
    throw problem;
  },
  onError() {
    return new OfflineError();
  },
};

export const api = createClient<paths>({ baseUrl: ROOT.href.replace(/\/$/, '') });
api.use(guard);

/** The data of an answer; what went wrong was thrown before. */
export async function data<T>(asked: Promise<{ data?: T; response: Response }>): Promise<T> {
  return (await asked).data as T;
}

/** As `data`, with the ETag that a change of it has to name. */
export async function tagged<T>(
  asked: Promise<{ data?: T; response: Response }>,
): Promise<{ value: T; tag: string | null }> {
  const { data: value, response } = await asked;
  return { value: value as T, tag: response.headers.get('ETag') };
}
