// What the journeys look at: datasets made by the pipeline, a run, jobs of several states.
import { cpSync, existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { REPO, Server, until } from './server.mjs';

const LABELS = ['--caption-backend', 'sidecar', '--transcription-backend', 'pocketsphinx'];

/** A trained world is made once for all journeys of a run, and copied to where it was made: its files name that place. */
const ONCE = process.env.SPARK_TRAINER_E2E_ONCE;
const COPY = { recursive: true, preserveTimestamps: true, verbatimSymlinks: true };

/** The clips, and what commands make of them before the server starts. */
async function make(server, { made, trained }) {
  const clips = join(server.root, 'clips');
  cpSync(join(REPO, 'demo/videos'), clips, { recursive: true });
  if (made)
    await server.cli('dataset', 'build', '--input', clips, '--output', 'datasets/clips', ...LABELS);
  if (!trained) return;
  const train = ['apotheon-tiny', '--manifest', 'datasets/clips', '--output', 'runs/first'];
  const shares = ['--set', 'training.val_share=0.25', '--set', 'training.test_share=0'];
  await server.cli('jobs', 'add', 'train', ...train, '--epochs', '12', ...shares);
  await server.cli('jobs', 'add', 'train', 'apotheon-tiny', '--manifest', 'datasets/none');
  await until(
    'the jobs are over',
    async () => {
      const jobs = JSON.parse(await server.cli('jobs', 'list', '--json'));
      return jobs.every((job) => ['completed', 'failed'].includes(job.state));
    },
    300,
  );
  await until('who watched over them is gone', () =>
    watchers(server).every((pid) => !isAlive(pid)),
  );
}

/** Process ids of those who watch over jobs; they write the database too. */
function watchers(server) {
  const jobs = join(server.home, '.spark_trainer/jobs');
  return readdirSync(jobs)
    .map((id) => join(jobs, id, 'started.json'))
    .filter((file) => existsSync(file))
    .map((file) => Number.parseInt(JSON.parse(readFileSync(file, 'utf8')).supervisor, 10));
}

/** Not so one that has ended and whom nobody has asked for it, as in a container without an init. */
function isAlive(pid) {
  const stat = `/proc/${pid}/stat`;
  return existsSync(stat) && !/\) [ZX] /.test(readFileSync(stat, 'utf8'));
}

/**
 * A server with the demo's clips beside it; with `made`, a dataset too; with `trained`, a run of it.
 * The clips are a root of it, so that their videos play; not so where `served` is false.
 */
export async function world({
  made = false,
  trained = made,
  served = true,
  flags = [],
  variables = {},
} = {}) {
  const kept = trained && ONCE ? join(ONCE, 'kept') : null;
  const server = new Server(flags, kept ? join(ONCE, 'world') : undefined);
  server.variables = variables;
  if (served) server.flags.push('--root', join(server.root, 'clips'));
  if (kept && existsSync(kept)) cpSync(kept, server.root, COPY);
  else {
    await make(server, { made, trained });
    if (kept) cpSync(server.root, kept, COPY);
  }
  await server.start();
  if (made) {
    await until('the index is made', async () => {
      const [datasets, runs] = [await server.json('/api/datasets'), await server.json('/api/runs')];
      return datasets.length > 0 && (!trained || runs.length > 0);
    });
  }
  return server;
}

/** Addresses of every page, with the ids of what is there. */
export async function addresses(server) {
  const [[dataset], [run], { jobs }] = await Promise.all([
    server.json('/api/datasets'),
    server.json('/api/runs'),
    server.json('/api/jobs'),
  ]);
  const { entries } = await server.json(`/api/datasets/${dataset.id}/entries`);
  const failed = jobs.find((job) => job.state === 'failed');
  return {
    profile: '/profile',
    settings: '/profile/settings',
    profiles: '/profile/profiles',
    datasets: '/datasets',
    'new-dataset': '/datasets/new',
    dataset: `/datasets/${dataset.id}`,
    'dataset-history': `/datasets/${dataset.id}/history`,
    sample: `/datasets/${dataset.id}/entries/${entries[0].id}`,
    models: '/models',
    templates: '/models/templates',
    template: '/models/templates/apotheon-multimodal',
    'use-template': '/models/templates/apotheon-tiny/use',
    runs: '/runs',
    run: `/runs/${run.id}`,
    jobs: '/jobs',
    job: `/jobs/${failed.id}`,
    missing: '/no/such/page',
  };
}

export const MEDIA = process.env.SPARK_TRAINER_TEST_MEDIA ?? join(REPO, '../shared/media');
export const hasMedia = existsSync(MEDIA);
