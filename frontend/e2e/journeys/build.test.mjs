// Clips are uploaded, a dataset is built of them, watched over a reload, opened; deleted and put back.
import assert from 'node:assert/strict';
import { cpSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { open } from '../browser.mjs';
import { REPO } from '../server.mjs';
import { stage } from '../stage.mjs';

const { server, browser } = await stage();

test('a folder is uploaded and becomes a dataset', async () => {
  const { page, wrong } = await open(browser, server);
  const folder = join(server.root, 'holiday');
  const clip = readdirSync(join(REPO, 'demo/videos')).find((name) =>
    /\.(mp4|mkv|webm)$/.test(name),
  );
  assert.ok(clip, 'the demo has a clip');
  const suffix = clip.slice(clip.lastIndexOf('.'));
  cpSync(join(REPO, 'demo/videos', clip), join(folder, `sea${suffix}`));
  writeFileSync(join(folder, 'sea.srt'), '1\n00:00:00,000 --> 00:01:00,000\nWaves on a beach.\n');
  writeFileSync(join(folder, 'photo.jpg'), 'x');

  await page.goto(`${server.url}/datasets/new?from=upload`);
  await page.locator('input[type=file][webkitdirectory]').setInputFiles(folder);
  await page.getByText('All 2 files here').waitFor();
  await page.getByText('1 × .jpg').waitFor();
  await page.reload();
  await page.getByText('All 2 files here').waitFor();
  assert.equal(await page.getByLabel('Name of the dataset').inputValue(), 'holiday');

  await page.getByText('Frames', { exact: true }).click();
  await page.getByLabel('Frames a second').fill('0');
  await page.getByText('Must be a number above 0').waitFor();
  await page.getByLabel('Frames a second').fill('2');
  await page.locator('input[name=captions][value=sidecar]').check();
  await page.locator('input[name=transcripts][value=pocketsphinx]').check();
  const command = await page.getByLabel('Start').locator('code').textContent();
  assert.match(
    command.replaceAll(/\s+/g, ' '),
    /--output=datasets\/holiday --fps=2 --caption-backend=sidecar/,
  );
  await page.getByRole('button', { name: 'Build the dataset' }).click();
  await page.waitForURL(/job=/);
  await page.reload();
  await page.getByText('holiday is ready').waitFor({ timeout: 300_000 });
  await page.getByRole('link', { name: 'Open the dataset' }).click();
  await page.waitForURL(/datasets\/[0-9a-f]{16}/);
  const id = new URL(page.url()).pathname.split('/').at(-1);
  const { entries } = await server.json(`/api/datasets/${id}/entries`);
  assert.deepEqual(
    entries.map((one) => one.caption),
    ['Waves on a beach.'],
  );

  await page.goto(`${server.url}/datasets`);
  await page.getByLabel('Actions for holiday').click();
  await page.getByRole('menuitem', { name: 'Delete' }).click();
  await page.getByRole('button', { name: 'Move to the trash' }).click();
  await page.getByRole('button', { name: 'Undo' }).click();
  await page.getByLabel('Actions for holiday').waitFor();
  assert.deepEqual(wrong, []);
});
