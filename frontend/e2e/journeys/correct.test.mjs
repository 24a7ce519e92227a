// A caption is corrected and stands in the manifest; somebody else's correction is not written over.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { open } from '../browser.mjs';
import { stage } from '../stage.mjs';
import { addresses } from '../world.mjs';

const { server, browser } = await stage({ made: true });
const entry = (await addresses(server)).sample;

/** The caption as the manifest on the disk has it. */
function written() {
  const id = entry.split('/').at(-1);
  const text = readFileSync(join(server.work, 'datasets/clips/manifest.jsonl'), 'utf8');
  const lines = text.trim().split('\n');
  return lines.map((line) => JSON.parse(line)).find((line) => line.id === id).meta.caption;
}

test('a caption corrected in the page is in the manifest, and can be taken back', async () => {
  const { page, context, wrong } = await open(browser, server);
  const first = written();
  await page.goto(server.url + entry);
  await page.getByText('Kept frames').first().waitFor();
  await page.keyboard.press('e');
  const area = page.getByRole('textbox', { name: 'the caption', exact: true });
  await area.fill('A corrected caption.');
  await page.reload();
  assert.equal(await area.inputValue(), 'A corrected caption.', 'a reload loses nothing');
  await area.press('Control+Enter');
  await page.getByText('Caption saved.').first().waitFor();
  assert.equal(written(), 'A corrected caption.');
  await page.locator('h1').click();
  await page.keyboard.press('Control+z');
  await page.getByText('Taken back.').first().waitFor();
  assert.equal(written(), first);
  await context.close();
  assert.deepEqual(wrong, []);
});

test('of two who correct at once, the second sees what the first wrote', async () => {
  const { page, context, wrong } = await open(browser, server);
  await page.goto(server.url + entry);
  await page.getByText('Kept frames').first().waitFor();
  await page.keyboard.press('e');
  const area = page.getByRole('textbox', { name: 'the caption', exact: true });
  await area.fill('Mine.');
  const id = entry.split('/').at(-1);
  await server.cli('dataset', 'edit', 'datasets/clips', id, '--caption', 'Theirs.');
  await area.press('Control+Enter');
  await page.getByText('This text was changed meanwhile').waitFor();
  assert.equal(written(), 'Theirs.');
  await page.getByRole('button', { name: 'Save mine in its place' }).click();
  await page.getByText('Caption saved.').first().waitFor();
  assert.equal(written(), 'Mine.');
  await context.close();
  assert.deepEqual(wrong, []);
});
