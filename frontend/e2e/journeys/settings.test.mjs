// A setting and a profile are changed, and stand in their files.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { open } from '../browser.mjs';
import { stage } from '../stage.mjs';

const { server, browser } = await stage();

test('a setting is saved, a wrong one is told at its field, and a profile is made', async () => {
  const { page, wrong } = await open(browser, server);
  await page.goto(`${server.url}/profile/settings`);
  const name = page.getByLabel('Name', { exact: true });
  await name.fill('Ada Lovelace');
  const size = page.getByLabel('Batch size', { exact: true });
  await size.fill('0');
  const bar = page.getByLabel('Unsaved changes');
  await size.and(page.locator('[aria-invalid=true]')).waitFor();
  await size.fill('12');
  await bar.getByRole('button', { name: 'Save' }).click();
  await bar.waitFor({ state: 'hidden' });
  const file = join(server.home, '.spark_trainer/config.json');
  const kept = JSON.parse(readFileSync(file, 'utf8'));
  assert.equal(kept.user.name, 'Ada Lovelace');
  assert.equal(kept.defaults.batch_size, 12);

  await page.getByRole('link', { name: 'Profiles', exact: true }).click();
  await page
    .getByRole('link', { name: /New profile/ })
    .first()
    .click();
  await page.getByLabel('Name', { exact: true }).fill('mine');
  await page.getByLabel('Batch size', { exact: true }).fill('3');
  await page.getByRole('button', { name: 'Make the profile' }).click();
  await page.getByRole('heading', { name: 'mine' }).first().waitFor();
  assert.match(
    readFileSync(join(server.work, 'profiles.yaml'), 'utf8'),
    /mine:[\s\S]*batch_size: 3/,
  );
  assert.deepEqual(wrong, []);
});
