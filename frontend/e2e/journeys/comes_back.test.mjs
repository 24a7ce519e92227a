// The server dies in the middle: jobs go on, and the page comes back by itself.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { open } from '../browser.mjs';
import { stage } from '../stage.mjs';

const { server, browser } = await stage({ made: true, variables: { SPARK_TRAINER_GRACE_S: '45' } });

test('a killed server is missed, and found again with its job further on', async () => {
  const { page, wrong } = await open(browser, server);
  const words = ['apotheon-tiny', '--manifest', 'datasets/clips', '--output', 'runs/long'];
  await server.cli('jobs', 'add', '--name', 'a long one', 'train', ...words, '--epochs', '20000');
  await page.goto(`${server.url}/jobs`);
  await page.getByText('a long one').first().waitFor();
  const { jobs } = await server.json('/api/jobs');
  const job = jobs.find((one) => one.name === 'a long one');
  await page.goto(`${server.url}/jobs/${job.id}`);
  await page.getByText('running', { exact: true }).first().waitFor();
  await server.kill();
  // The banner says it, and so does each panel that was loading: all of them must go again.
  const missed = page.getByText('The server does not answer.').first();
  await missed.waitFor();
  await server.start();
  await missed.waitFor({ state: 'hidden' });
  assert.equal((await server.json(`/api/jobs/${job.id}`)).state, 'running');
  await page
    .getByRole('button', { name: /^(Cancel|Stop)/ })
    .first()
    .click();
  await page.getByRole('dialog').getByText('What has not ended after 45 s is killed').waitFor();
  const sure = page.getByRole('dialog').getByRole('button', { name: /Cancel the job|Stop|End/ });
  if (await sure.count()) await sure.first().click();
  await page.getByText('cancelled').first().waitFor({ timeout: 120_000 });
  assert.deepEqual(wrong, []);
});
