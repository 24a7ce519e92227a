// What most journeys begin with.
import { after } from 'node:test';
import { launch } from './browser.mjs';
import { world } from './world.mjs';

/** A made world and a browser, for all tests of a file; both end with the last one. */
export async function stage(options) {
  const [server, browser] = await Promise.all([world(options), launch()]);
  after(async () => {
    await browser.close();
    await server.stop();
  });
  return { server, browser };
}
