// Every page, on a desk and on a phone, by day and by night: looked at, and read aloud.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { isScrollingSideways, isThere, open } from '../browser.mjs';
import { findings, LOOKS, picture } from '../looks.mjs';
import { stage } from '../stage.mjs';
import { addresses } from '../world.mjs';

const { server, browser } = await stage({ made: true });

for (const look of LOOKS)
  test(`every page at ${look.viewport.width} pixels, ${look.colorScheme}`, async () => {
    const { page, context, wrong } = await open(browser, server, look);
    const found = [];
    for (const [name, address] of Object.entries(await addresses(server))) {
      await page.goto(server.url + address);
      await isThere(page);
      await page.waitForTimeout(400);
      await picture(page, name, look);
      if (await isScrollingSideways(page)) found.push(`${name}: scrolls sideways`);
      for (const one of await findings(page)) found.push(`${name}: ${one}`);
    }
    await context.close();
    assert.deepEqual([...found, ...wrong], []);
  });
