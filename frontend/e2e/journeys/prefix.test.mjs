// The page under a prefix, behind a proxy that takes the prefix off and one that hands it on.
import assert from 'node:assert/strict';
import { createServer, request } from 'node:http';
import { test } from 'node:test';
import { open } from '../browser.mjs';
import { stage } from '../stage.mjs';
import { addresses } from '../world.mjs';

const { server, browser } = await stage({ made: true, flags: ['--root-path', '/spark'] });

/** A proxy on a port of its own; it speaks to the server in the server's name. */
async function proxy(strips) {
  const own = new URL(server.url);
  const made = createServer((asked, answer) => {
    if (!asked.url.startsWith('/spark/')) return answer.writeHead(404).end();
    const path = strips ? asked.url.slice('/spark'.length) : asked.url;
    const headers = { ...asked.headers, host: own.host };
    if (headers.origin) headers.origin = own.origin;
    const passed = request({ port: own.port, path, method: asked.method, headers }, (got) => {
      answer.writeHead(got.statusCode, got.headers);
      got.pipe(answer);
    });
    passed.on('error', () => answer.destroy());
    answer.on('close', () => passed.destroy());
    asked.pipe(passed);
  });
  await new Promise((done) => {
    made.listen(0, '127.0.0.1', done);
  });
  return {
    url: `http://127.0.0.1:${made.address().port}/spark`,
    close() {
      made.close();
      made.closeAllConnections();
    },
  };
}

for (const strips of [true, false])
  test(`every page behind a proxy that ${strips ? 'takes the prefix off' : 'hands it on'}`, async (t) => {
    const front = await proxy(strips);
    t.after(() => front.close()); // else the proxy of a test that fails keeps all others waiting
    const login = server.login && front.url + new URL(server.login).pathname.replace('/spark', '');
    const behind = {
      url: front.url,
      login: login && login + new URL(server.login).search,
      key: server.key,
    };
    server.login = null;
    const { page, context, wrong } = await open(browser, behind);
    server.key = behind.key;
    for (const [name, address] of Object.entries(await addresses(server))) {
      await page.goto(front.url + address);
      await page.locator('h1').waitFor();
      assert.ok(page.url().startsWith(`${front.url}/`), `${name} left the prefix: ${page.url()}`);
    }
    await page.goto(`${front.url}/datasets`);
    const picture = page.getByRole('main').locator('img').first();
    await picture.waitFor();
    assert.ok(await picture.evaluate((one) => one.decode().then(() => one.naturalWidth > 0)));
    await page.goto(`${front.url}/profile/settings`);
    await page.getByLabel('Organization').fill(`Lab ${strips}`);
    await page.getByLabel('Unsaved changes').getByRole('button', { name: 'Save' }).click();
    await page.getByLabel('Unsaved changes').waitFor({ state: 'hidden' });
    const kept = await server.json('/api/config/persistent');
    assert.equal(kept.user.organization, `Lab ${strips}`);
    await context.close();
    assert.deepEqual(wrong, []);
  });
