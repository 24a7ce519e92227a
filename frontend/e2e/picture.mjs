// `npm run picture`: the picture of the README, docs/images/sample.webp, of the page as it is now.
import { mkdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { launch, open } from './browser.mjs';
import { REPO, Server, until } from './server.mjs';

const MOST_BYTES = 200_000;
const TO_WEBP =
  'import sys; from PIL import Image; ' +
  'Image.open(sys.argv[1]).convert("RGB").save(sys.argv[2], quality=82, method=6)';

const input = join(REPO, 'demo/videos');
const server = new Server(['--root', input]);
const browser = await launch();
try {
  const labels = ['--caption-backend', 'sidecar', '--transcription-backend', 'pocketsphinx'];
  await server.cli('dataset', 'build', '--input', input, '--output', 'datasets/demo', ...labels);
  await server.start();
  const [dataset] = await until('the dataset is indexed', async () => {
    const found = await server.json('/api/datasets');
    return found.length > 0 && found;
  });
  const { entries } = await server.json(`/api/datasets/${dataset.id}/entries`);
  const sample = entries.find((one) => one.name === 'city.mp4');
  const { page, wrong } = await open(browser, server, {
    viewport: { width: 1440, height: 925 },
    deviceScaleFactor: 1.25,
    colorScheme: 'light',
  });
  await page.goto(`${server.url}/datasets/${dataset.id}/entries/${sample.id}`);
  await page.getByRole('heading', { name: 'city.mp4' }).waitFor();
  await page.waitForFunction(() => {
    const [video] = document.getElementsByTagName('video');
    const isSeen = (one) => one.getBoundingClientRect().top < window.innerHeight;
    const pictures = [...document.images].filter(isSeen);
    return video?.readyState >= 2 && pictures.length > 2 && pictures.every((one) => one.complete);
  });
  const shot = join(server.root, 'sample.png');
  await page.screenshot({ path: shot });
  if (wrong.length > 0) throw new Error(wrong.join('\n'));
  const folder = join(REPO, 'docs/images');
  mkdirSync(folder, { recursive: true });
  const picture = join(folder, 'sample.webp');
  await server.python(TO_WEBP, shot, picture);
  const { size } = statSync(picture);
  if (size > MOST_BYTES) throw new Error(`${picture} has ${size} bytes, over ${MOST_BYTES}`);
  console.log(`${picture}: ${size} bytes`);
} finally {
  await browser.close();
  await server.stop();
}
