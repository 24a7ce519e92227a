// A text is found in the whole of a long log, and opened in its place.
import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { isScrollingSideways, open } from '../browser.mjs';
import { until } from '../server.mjs';
import { stage } from '../stage.mjs';

const { server, browser } = await stage();

const LINES = 400_000;
const isHit = (n) => n % 100_000 === 77_777;
const lineOf = (n) =>
  `step ${String(n).padStart(6, '0')} loss 2.3456${isHit(n) ? ' NaN here' : ''}`;

test('a line far back is found, opened among its neighbours, and left for the end', async () => {
  const { page, wrong } = await open(browser, server);
  await server.cli('jobs', 'add', '--name', 'wordy', 'dataset', 'verify', 'datasets/none');
  const job = await until('the job is over', async () => {
    const { jobs } = await server.json('/api/jobs');
    return jobs.find((one) => one.ended);
  });
  const text = Array.from({ length: LINES }, (_, n) => `${lineOf(n)}\n`).join('');
  writeFileSync(join(server.home, '.spark_trainer/jobs', job.id, 'log.txt'), text);

  await page.goto(`${server.url}/jobs/${job.id}`);
  const log = page.getByRole('region', { name: 'Log of wordy', exact: true });
  const rows = log.getByRole('region', { name: 'Log of wordy: lines' });
  const hits = log.getByRole('region', { name: 'Hits in the whole log' });
  await rows.getByText(lineOf(LINES - 1)).waitFor();
  await log.getByLabel('Search the log').fill('nan HERE');
  await hits.getByText('In the whole log: 4 lines, the newest first.').waitFor();
  await hits.getByRole('button', { name: lineOf(177_777) }).click();
  for (const n of [177_775, 177_776, 177_777, 177_778]) await rows.getByText(lineOf(n)).waitFor();
  assert.equal(await isScrollingSideways(page), false);
  await log.getByRole('button', { name: 'Load earlier' }).click();
  await rows.getByText(lineOf(177_777)).waitFor();
  await log.getByRole('button', { name: 'Load later' }).click();

  await hits.getByRole('button', { name: lineOf(77_777) }).click();
  await rows.getByText(lineOf(77_778)).waitFor();
  await log.getByRole('button', { name: 'Back to the end' }).click();
  await rows.getByText(lineOf(LINES - 1)).waitFor();
  await log.getByLabel('Search the log').fill('step');
  await hits.getByText(/^The last 100 lines that have it; .* are not searched yet\.$/).waitFor();
  await hits.getByRole('button', { name: 'Search further' }).click();
  await hits.getByText(/^The last 200 lines that have it/).waitFor();
  await log.getByLabel('Search the log').fill('nowhere');
  await hits.getByText('No line of the whole log has it.').waitFor();
  assert.deepEqual(wrong, []);
});
