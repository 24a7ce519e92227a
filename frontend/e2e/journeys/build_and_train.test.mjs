// What the README promises: a clip is uploaded, a dataset is built, a template is used, a model is trained.
import assert from 'node:assert/strict';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { open } from '../browser.mjs';
import { until } from '../server.mjs';
import { stage } from '../stage.mjs';

const { server, browser } = await stage();

const lines = (path) =>
  readFileSync(path, 'utf8')
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line));

test('from a dropped clip to a trained model, in the browser alone', async () => {
  const { page, wrong } = await open(browser, server);
  await page.goto(server.url);

  await page.getByRole('link', { name: 'Datasets' }).first().click();
  await page.getByRole('link', { name: 'New dataset' }).first().click();
  await page.getByText('Upload from this browser').click();
  const clips = join(server.root, 'clips');
  const files = readdirSync(clips).map((name) => join(clips, name));
  await page.getByLabel('Files to upload').setInputFiles(files);
  await page.getByText(`All ${files.length} files here`).waitFor();
  await page.getByLabel('Name of the dataset').fill('mine');
  const command = page.getByRole('complementary', { name: 'Start' }).locator('code');
  // Until the list of uploads has come, it calls their folder `~/...`.
  await command.filter({ hasText: server.home }).waitFor();
  const shown = await command.textContent();
  await page.getByRole('button', { name: 'Build the dataset' }).click();
  await page.getByRole('heading', { name: 'Build of mine' }).waitFor();
  await page.getByRole('link', { name: 'Open the dataset' }).first().waitFor({ timeout: 300_000 });
  const [build] = (await server.json('/api/jobs')).jobs;
  assert.equal(
    shown.replaceAll(/\s+/g, ' '),
    build.command,
    'the page showed the command that ran',
  );
  await page.getByRole('link', { name: 'Open the dataset' }).first().click();
  await page.getByRole('heading', { name: 'mine' }).waitFor();
  const manifest = lines(join(server.work, 'datasets/mine/manifest.jsonl'));
  assert.equal(manifest.length, 4);
  assert.ok(manifest.every((line) => line.meta.caption && line.meta.transcript));

  await page.getByRole('link', { name: 'Models' }).first().click();
  await page.getByRole('link', { name: 'Templates', exact: true }).first().click();
  await page.getByRole('link', { name: 'Apotheon tiny', exact: true }).click();
  await page.getByRole('link', { name: 'Use This Template' }).click();
  const dataset = page.getByLabel('Dataset', { exact: true });
  const label = await dataset.locator('option', { hasText: 'mine' }).textContent();
  await dataset.selectOption({ label });
  await page.getByLabel('Epochs', { exact: true }).fill('8');
  await page.getByRole('button', { name: 'Start training' }).click({ timeout: 30_000 });
  await page.waitForURL(/jobs\/[0-9a-f]{16}/);
  const job = page.url().split('/').at(-1).slice(0, 16);
  const ended = await until(
    'the training is over',
    async () => {
      const told = await server.json(`/api/jobs/${job}`);
      return told.ended ? told : null;
    },
    600,
  );
  assert.equal(ended.state, 'completed', ended.message);
  await page.getByText('completed', { exact: true }).first().waitFor();
  const made = await until('the run is indexed', async () => {
    const now = await server.json(`/api/jobs/${job}`);
    return now.made?.id ? now.made : null;
  });
  assert.ok(existsSync(join(made.path, 'model')));
  await page.getByRole('link', { name: /^run / }).click();
  await page.waitForURL((url) => url.pathname.endsWith(`/runs/${made.id}`));
  await page.getByRole('figure', { name: /loss/i }).first().waitFor();

  await page.getByRole('link', { name: 'Profile' }).first().click();
  const last = page.getByRole('region', { name: 'The last runs' }).getByRole('row').nth(1);
  await last.getByText('completed').waitFor();
  await last.getByRole('link').click();
  await page.waitForURL((url) => url.pathname.endsWith(`/runs/${made.id}`));
  assert.deepEqual(wrong, []);
});
