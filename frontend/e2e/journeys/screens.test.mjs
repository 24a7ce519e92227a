// Every page, on a desk and on a phone, by day and by night: looked at, and read aloud.
import assert from 'node:assert/strict';
import { mkdirSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { after, before, test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { isScrollingSideways, launch, open } from '../browser.mjs';
import { addresses, world } from '../world.mjs';

const OUT = join(dirname(fileURLToPath(import.meta.url)), '../out');
const AXE = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
const SIZES = [
  { width: 1440, height: 900 },
  { width: 390, height: 844 },
];
let server;
let browser;
before(async () => {
  mkdirSync(OUT, { recursive: true });
  [server, browser] = await Promise.all([world({ made: true }), launch()]);
});
after(async () => {
  await browser?.close();
  await server?.stop();
});

/** What axe calls serious or critical, a line each. */
async function findings(page) {
  await page.evaluate(AXE);
  const { violations } = await page.evaluate(() =>
    window.axe.run(document, { resultTypes: ['violations'] }),
  );
  return violations
    .filter((one) => ['serious', 'critical'].includes(one.impact))
    .map((one) => `${one.id}: ${one.nodes.map((node) => node.target.join(' ')).join('; ')}`);
}

for (const colorScheme of ['light', 'dark'])
  for (const viewport of SIZES)
    test(`every page at ${viewport.width} pixels, ${colorScheme}`, async () => {
      const { page, context, wrong } = await open(browser, server, { viewport, colorScheme });
      const found = [];
      for (const [name, address] of Object.entries(await addresses(server))) {
        await page.goto(server.url + address);
        await page.locator('h1').waitFor();
        await page.waitForFunction(
          () => !document.querySelector('[role=status][aria-label=Loading]'),
        );
        await page.waitForTimeout(400);
        await page.screenshot({
          path: join(OUT, `${name}-${viewport.width}-${colorScheme}.png`),
          fullPage: true,
        });
        if (await isScrollingSideways(page)) found.push(`${name}: scrolls sideways`);
        for (const one of await findings(page)) found.push(`${name}: ${one}`);
      }
      await context.close();
      assert.deepEqual([...found, ...wrong], []);
    });
