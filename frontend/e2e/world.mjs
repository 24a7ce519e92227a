// What the journeys look at: datasets made by the pipeline, a run, jobs of several states.
import { cpSync, existsSync } from 'node:fs';
import { join } from 'node:path';
import { REPO, Server, until } from './server.mjs';

const LABELS = ['--caption-backend', 'sidecar', '--transcription-backend', 'pocketsphinx'];

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
  const server = new Server(...flags);
  server.variables = variables;
  const clips = join(server.root, 'clips');
  cpSync(join(REPO, 'demo/videos'), clips, { recursive: true });
  if (served) server.flags.push('--root', clips);
  if (made) {
    await server.cli('dataset', 'build', '--input', clips, '--output', 'datasets/clips', ...LABELS);
  }
  if (trained) {
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
