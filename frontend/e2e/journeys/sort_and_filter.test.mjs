// The samples in another order and fewer of them: by the heads of the table, by the filter panel; the address keeps both.
import assert from 'node:assert/strict';
import { join } from 'node:path';
import { test } from 'node:test';
import { isScrollingSideways, open } from '../browser.mjs';
import { findings, LOOKS, picture } from '../looks.mjs';
import { until } from '../server.mjs';
import { stage } from '../stage.mjs';

const { server, browser } = await stage();
const labels = ['--caption-backend', 'sidecar', '--transcription-backend', 'none'];
const input = join(server.root, 'clips');
await server.cli('dataset', 'build', '--input', input, '--output', 'datasets/clips', ...labels);
await server.cli('index', 'rebuild');
const [dataset] = await until('the dataset is found', async () => {
  const found = await server.json('/api/datasets');
  return found.length > 0 && found;
});
const place = `/datasets/${dataset.id}`;

async function rows(query) {
  return (await server.json(`/api${place}/entries?${query}`)).entries;
}

/** The names in the table, from the top. */
async function shown(page) {
  return page.getByRole('row').getByRole('link').allTextContents();
}

/** Waits until the table has these names in this order. */
async function shows(page, names) {
  await until(`the table shows ${names.join(', ')}`, async () => {
    const now = await shown(page);
    return now.join('|') === names.join('|');
  });
}

const named = (list) => list.map((one) => one.name);

test('a click on a head sorts up, down, and as in the manifest; a reload keeps it', async () => {
  const { page, context, wrong } = await open(browser, server);
  await page.goto(`${server.url}${place}?view=table`);
  const head = page.getByRole('columnheader', { name: 'Name', exact: true });
  // In the manifest they may lie by their names already: the rows alone do not tell the orders apart.
  const sorted = (order) => head.and(page.locator(`[aria-sort=${order}]`)).waitFor();
  const unsorted = () => head.and(page.locator(':not([aria-sort])')).waitFor();
  await shows(page, named(await rows('')));
  await unsorted();
  await head.getByRole('button').click();
  await sorted('ascending');
  await shows(page, named(await rows('sort=name')));
  await head.getByRole('button').click();
  await sorted('descending');
  const falling = await rows('sort=name&order=desc');
  await shows(page, named(falling));
  assert.ok(falling[0].name > falling.at(-1).name);
  await page.reload();
  await shows(page, named(falling));
  await sorted('descending');
  assert.equal(await page.getByLabel('Order by').inputValue(), 'name');
  await head.getByRole('button').click();
  await unsorted();
  await shows(page, named(await rows('')));
  await page.getByLabel('Order by').selectOption('Caption words');
  await shows(page, named(await rows('sort=caption_words')));
  await context.close();
  assert.deepEqual(wrong, []);
});

test('filters narrow the samples, stand in the address, and are cleared', async () => {
  const { page, context, wrong } = await open(browser, server);
  const all = await rows('');
  await page.goto(`${server.url}${place}?view=table`);
  await page.getByRole('button', { name: 'Filter' }).click();
  const codec = page.getByRole('combobox', { name: 'Codec', exact: true });
  await codec.locator('option').nth(1).waitFor({ state: 'attached' });
  const first = await codec.locator('option').nth(1).getAttribute('value');
  await codec.selectOption(first);
  await until('the codec is taken', async () => (await codec.inputValue()) === first);
  const some = await rows(`codec=${first}`);
  await shows(page, named(some));
  const limit = Math.max(...all.map((one) => one.dropped));
  const least = page.getByRole('textbox', { name: 'Dropped frames: at least' });
  await least.fill(String(limit));
  await least.press('Enter');
  await page.waitForURL((url) => url.searchParams.has('dropped'));
  const fewer = named(some.filter((one) => one.dropped >= limit));
  await shows(page, fewer);
  await page.reload();
  await shows(page, fewer);
  await page.getByRole('button', { name: /^Filter/ }).click();
  await page.getByLabel('Built on: the last day').fill('2001-01-01');
  await page.getByText('Nothing is found').waitFor();
  await page.getByRole('button', { name: 'Clear filters' }).click();
  await shows(page, named(all));
  await context.close();
  assert.deepEqual(wrong, []);
});

for (const look of LOOKS)
  test(`the filter panel at ${look.viewport.width} pixels, ${look.colorScheme}`, async () => {
    const { page, context, wrong } = await open(browser, server, look);
    await page.goto(`${server.url}${place}?view=table&sort=name`);
    await page.getByRole('button', { name: 'Filter' }).click();
    const codec = page.getByRole('combobox', { name: 'Codec', exact: true });
    await codec.locator('option').nth(1).waitFor({ state: 'attached' });
    await shows(page, named(await rows('sort=name')));
    await picture(page, 'dataset-filter', look);
    assert.equal(await isScrollingSideways(page), false);
    assert.deepEqual(await findings(page), []);
    await context.close();
    assert.deepEqual(wrong, []);
  });
