// A list that is longer than a browser can lay out is scrolled to its last sample, and read line by line.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { launch, open } from '../browser.mjs';
import { many } from '../many.mjs';

const ENTRIES = 150_000;
let server;
let address;
let browser;
before(async () => {
  [{ server, address }, browser] = await Promise.all([many(ENTRIES), launch()]);
});
after(async () => {
  await browser?.close();
  await server?.stop();
});

/** Until a sample is in the window. */
function inSight(page, number) {
  return page.waitForFunction((name) => {
    const link = [...document.querySelectorAll('main a[href*="/entries/"]')].find((one) =>
      one.textContent.includes(name),
    );
    const box = link?.getBoundingClientRect();
    return box && box.top >= 0 && box.bottom <= innerHeight;
  }, `clip${number}.mp4`);
}

/** Where the links in the window stand, by their names. */
function standing(page) {
  return page.evaluate(() => {
    const links = [...document.querySelectorAll('main a[href*="/entries/"]')];
    const tops = links.map((one) => [one.href, one.getBoundingClientRect().top]);
    return Object.fromEntries(tops.filter(([, top]) => top > 0 && top < innerHeight));
  });
}

/** Until the links that stood somewhere, as far as they are in the window, stand so much higher. */
function isHigher(page, stood, px) {
  return page.waitForFunction(
    ([stood, px]) => {
      const links = [...document.querySelectorAll('main a[href*="/entries/"]')];
      const ways = links
        .filter((one) => one.href in stood)
        .map((one) => stood[one.href] - one.getBoundingClientRect().top);
      return ways.length > 0 && ways.every((way) => Math.abs(way - px) < 1.5);
    },
    [stood, px],
  );
}

const LOOKS = [
  { look: 'grid on a phone', width: 390, height: 844, view: '' },
  { look: 'table', width: 1440, height: 900, view: '?view=table' },
];
for (const { look, width, height, view } of LOOKS)
  test(`the ${look} shows the last of ${ENTRIES} samples, and every line on the way`, async () => {
    const options = { viewport: { width, height } };
    const { page, context, wrong } = await open(browser, server, options);
    await page.goto(`${server.url}${address}${view}`);
    await inSight(page, 0);
    await page.keyboard.press('End');
    await inSight(page, ENTRIES - 1);
    const high = await page.evaluate(() => document.documentElement.scrollHeight);
    assert.ok(high < 7_000_000, `the page is ${high} px high`);
    await page.keyboard.press('Home');
    await inSight(page, 0);

    await page.evaluate(() => window.scrollTo({ top: 3_000_000, behavior: 'instant' }));
    await page.waitForFunction(() => {
      const links = [...document.querySelectorAll('main a[href*="/entries/"]')];
      return links.some((one) => one.getBoundingClientRect().top > innerHeight / 2);
    });
    const first = await standing(page);
    const from = await page.evaluate(() => window.scrollY);
    await page.mouse.move(width / 2, height / 2);
    await page.mouse.wheel(0, 100);
    await isHigher(page, first, 100);
    // At rest the page is put where it stands for these rows; they do not move.
    await page.waitForFunction((y) => window.scrollY !== y, from + 100);
    await isHigher(page, first, 100);

    const place = await page.evaluate(() => {
      const links = [...document.querySelectorAll('main a[href*="/entries/"]')];
      const link = links.find((one) => one.getBoundingClientRect().top > innerHeight / 3);
      link.click();
      return Number(new URL(link.href).searchParams.get('n'));
    });
    await page
      .getByText(`${(place + 1).toLocaleString('en')} of 150,000`)
      .first()
      .waitFor();
    await page.goBack();
    await inSight(page, place);
    await page.reload();
    await inSight(page, place);
    await context.close();
    assert.deepEqual(wrong, []);
  });

test('the End key in the grid leads to the last sample and stands on it', async () => {
  const { page, context, wrong } = await open(browser, server);
  await page.goto(server.url + address);
  await inSight(page, 0);
  await page.locator('[data-place="0"] a').focus();
  await page.keyboard.press('End');
  await page.waitForFunction(
    (last) => document.activeElement?.closest('[data-place]')?.dataset.place === last,
    String(ENTRIES - 1),
  );
  await inSight(page, ENTRIES - 1);
  await context.close();
  assert.deepEqual(wrong, []);
});
