// Folders are dropped; an upload that is paused, reloaded, or loses its server goes on where it was.
import assert from 'node:assert/strict';
import { createHash, randomBytes } from 'node:crypto';
import { cpSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { open } from '../browser.mjs';
import { REPO, until } from '../server.mjs';
import { stage } from '../stage.mjs';

const CLIP = join(REPO, 'demo/videos/sea.mp4');
const MIB = 1 << 20;
/** Bytes a second: a whole upload takes so long that it is never over where this machine stands still for some seconds. */
const SLOW = MIB;
const { server, browser } = await stage();

/** As a hand that brings files and folders from the desktop. */
async function drop(page, paths) {
  const zone = page.getByText(/^Drop (videos or whole|more files or) folders here$/);
  const box = await zone.boundingBox();
  const place = { x: box.x + box.width / 2, y: box.y + box.height / 2 };
  const data = { items: [], files: paths, dragOperationsMask: 1 };
  const cdp = await page.context().newCDPSession(page);
  for (const type of ['dragEnter', 'dragOver', 'drop'])
    await cdp.send('Input.dispatchDragEvent', { type, ...place, data });
  await cdp.detach();
}

/** A real video, made long by a box of noise that players pass over. */
function longClip(path, bytes) {
  const head = Buffer.alloc(8);
  head.writeUInt32BE(bytes);
  head.write('free', 4);
  writeFileSync(path, Buffer.concat([readFileSync(CLIP), head, randomBytes(bytes - 8)]));
}

const sha = (path) => createHash('sha256').update(readFileSync(path)).digest('hex');

test('a dropped folder comes with all that lies in its folders', async () => {
  const { page, wrong } = await open(browser, server);
  const folder = join(server.root, 'trip');
  mkdirSync(join(folder, 'day one/morning'), { recursive: true });
  mkdirSync(join(folder, 'empty'));
  cpSync(CLIP, join(folder, 'start.mp4'));
  cpSync(CLIP, join(folder, 'day one/sea.mp4'));
  writeFileSync(join(folder, 'day one/sea.srt'), '1\n00:00:00,000 --> 00:00:02,000\nWaves.\n');
  for (let n = 0; n < 120; n += 1)
    writeFileSync(
      join(folder, `day one/morning/${n}.srt`),
      '1\n00:00:00,000 --> 00:00:01,000\nA.\n',
    );
  writeFileSync(join(folder, 'day one/morning/photo.jpg'), 'x');
  writeFileSync(join(folder, '.hidden.mp4'), 'x');
  const single = join(server.root, 'alone.mp4');
  cpSync(CLIP, single);

  await page.goto(`${server.url}/datasets/new?from=upload`);
  await drop(page, [folder, single]);
  // Two requests a file, three files at a time, each of them made lasting on the disk.
  await page.getByText('All 124 files here').waitFor({ timeout: 300_000 });
  await page.getByText('Left out, of kinds that are not taken: 1 × .jpg.').waitFor();
  const uploads = await server.json('/api/uploads');
  const names = uploads.map((one) => one.name);
  for (const name of [
    'trip/start.mp4',
    'trip/day one/sea.mp4',
    'trip/day one/sea.srt',
    'alone.mp4',
  ])
    assert.ok(names.includes(name), `${name} is among ${names.slice(0, 5)}`);
  assert.equal(names.filter((name) => name.startsWith('trip/day one/morning/')).length, 120);
  const sea = uploads.find((one) => one.name === 'trip/day one/sea.mp4');
  assert.equal(sha(sea.path), sha(CLIP));
  assert.deepEqual(wrong, []);
});

test('an upload goes on where it was: after a pause, a reload, and the death of the server', async () => {
  const { page, wrong } = await open(browser, server);
  const clip = join(server.root, 'long.mp4');
  longClip(clip, 32 * MIB);
  const size = readFileSync(clip).length;
  const patches = [];
  const heads = [];
  page.on('request', (request) => {
    if (request.method() === 'PATCH') patches.push(Number(request.headers()['upload-offset']));
  });
  page.on('response', (response) => {
    if (response.request().method() === 'HEAD' && response.ok())
      heads.push(Number(response.headers()['upload-offset']));
  });
  const cdp = await page.context().newCDPSession(page);
  const throttle = (bytesPerSecond) =>
    cdp.send('Network.emulateNetworkConditions', {
      offline: false,
      latency: 0,
      downloadThroughput: -1,
      uploadThroughput: bytesPerSecond,
    });
  const known = async () =>
    (await server.json('/api/uploads')).find((one) => one.name === 'long.mp4');
  const past = (bytes) =>
    until(`more than ${bytes} bytes are here`, async () => {
      const one = await known();
      return one && one.offset > bytes ? one : null;
    });

  await page.goto(`${server.url}/datasets/new?from=upload`);
  await cdp.send('Network.enable');
  await throttle(SLOW);
  await drop(page, [clip]);
  await past(MIB);
  await page.getByRole('button', { name: 'Pause' }).click();
  await page.getByRole('button', { name: 'Go on' }).waitFor();
  const paused = await until('nothing more comes', async () => {
    const [one, two] = [await known(), await known()];
    return one.offset === two.offset ? one : null;
  });
  assert.ok(paused.offset < size, 'it was paused before its end');
  await page.getByRole('button', { name: 'Go on' }).click();
  await past(paused.offset + MIB);
  await page.getByRole('button', { name: 'Pause' }).click();
  await page.getByRole('button', { name: 'Go on' }).waitFor();

  await page.reload();
  await page.getByText('Broke off. Drop the same file again and it goes on.').waitFor();
  const reloaded = await known();
  await throttle(SLOW);
  await drop(page, [clip]);
  await past(reloaded.offset + MIB);
  await server.kill();
  await server.start();
  await throttle(-1);
  await page.getByText('All 1 file here').waitFor({ timeout: 120_000 });

  const whole = await known();
  assert.equal(sha(whole.path), sha(clip));
  assert.equal((await server.json('/api/uploads')).filter((o) => o.name === 'long.mp4').length, 1);
  assert.equal(patches[0], 0);
  // Twice the same where a part was refused: who sent the one before it was not gone yet.
  for (const [n, offset] of patches.entries())
    if (n)
      assert.ok(offset >= patches[n - 1] && heads.includes(offset), `${patches} after ${heads}`);
  assert.ok(new Set(patches).size >= 4, `went on three times: ${patches}`);
  assert.deepEqual(wrong, []);
});
