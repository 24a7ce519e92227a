// A video plays in its page, and all that shows its time goes with it; a video out of reach leaves its frames.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { launch, open } from '../browser.mjs';
import { world } from '../world.mjs';

const NEAR_S = 0.05;
let browser;
before(async () => {
  browser = await launch();
});
after(async () => {
  await browser?.close();
});

/** A sample in which something is said. */
async function spoken(server) {
  const [{ id }] = await server.json('/api/datasets');
  const { entries } = await server.json(`/api/datasets/${id}/entries?transcribed=true`);
  const entry = await server.json(`/api/datasets/${id}/entries/${entries[0].id}`);
  return { address: `/datasets/${id}/entries/${entry.id}`, meta: entry.meta };
}

/** Where the strip's line stands, in seconds of the video. */
function lineAt(page, duration) {
  return page.locator('[data-playhead]').evaluate((line, length) => {
    const x = new DOMMatrix(getComputedStyle(line).transform).m41;
    return (x / line.parentElement.getBoundingClientRect().width) * length;
  }, duration);
}

test('the video plays, a word leads to its time, and the strip follows', async () => {
  const server = await world({ made: true, trained: false });
  try {
    const { page, context, wrong } = await open(browser, server);
    const { address, meta } = await spoken(server);
    await page.goto(server.url + address);
    const video = page.locator('video');
    await page.waitForFunction(() => document.querySelector('video')?.readyState >= 2);
    const timeOf = () => video.evaluate((one) => one.currentTime);

    // Slowly: it must not be over where this machine stands still before the pause.
    await page.getByLabel('Speed').selectOption('0.25');
    await page.getByRole('button', { name: 'Play (space)' }).click();
    await page.waitForFunction(() => document.querySelector('video').currentTime > 0.3);
    assert.ok((await lineAt(page, meta.duration)) > 0.1, 'the line moves while it plays');
    await page.getByRole('button', { name: 'Pause (space)' }).click();
    await page.waitForFunction(() => document.querySelector('video').paused);

    const at = Math.floor(meta.words.length / 2);
    const { start } = meta.words[at];
    await page.locator(`[data-word="${at}"]`).click();
    await page.waitForFunction(() => !document.querySelector('video').seeking);
    assert.ok(Math.abs((await timeOf()) - start) <= NEAR_S, `${await timeOf()}, not ${start}`);
    assert.equal(await page.locator(`[data-word="${at}"][data-now]`).count(), 1);
    const wide = await page
      .locator('[data-playhead]')
      .evaluate((line) => line.parentElement.getBoundingClientRect().width);
    const pixel_s = meta.duration / wide;
    assert.ok(Math.abs((await lineAt(page, meta.duration)) - start) <= NEAR_S + pixel_s);
    await context.close();
    assert.deepEqual(wrong, []);
  } finally {
    await server.stop();
  }
});

test('a video that the server may not read leaves its frames, with the reason', async () => {
  const server = await world({ made: true, trained: false, served: false });
  try {
    const { page, context, wrong } = await open(browser, server);
    const { address } = await spoken(server);
    await page.goto(server.url + address);
    await page.getByText('The video itself cannot be played here').waitFor();
    await page.getByRole('img', { name: /^Kept frame 1 of/ }).waitFor();
    assert.equal(await page.locator('video').count(), 0);
    await context.close();
    assert.deepEqual(wrong, []);
  } finally {
    await server.stop();
  }
});
