// How long a chart of 100,000 points takes, and whether one spike in it can be seen.
// node e2e/bench_chart.mjs [--check]; the page's own Chart, built by itself, in Chromium.

import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { createServer } from 'node:http';
import { tmpdir } from 'node:os';
import { extname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import tailwindcss from '@tailwindcss/vite';
import react from '@vitejs/plugin-react';
import { build } from 'vite';
import { launch } from './browser.mjs';

const MOST_MS = 100;
const ROUNDS = 7;
const TYPES = { '.html': 'text/html', '.js': 'text/javascript', '.css': 'text/css' };
const here = fileURLToPath(new URL('.', import.meta.url));

const folder = await mkdtemp(join(tmpdir(), 'spark-bench-'));
const server = createServer(async (request, answer) => {
  try {
    const name = new URL(request.url, 'http://x').pathname;
    const content = await readFile(join(folder, name));
    answer.writeHead(200, { 'Content-Type': TYPES[extname(name)] ?? 'application/octet-stream' });
    answer.end(content);
  } catch {
    answer.writeHead(404).end();
  }
});
let browser;
try {
  await build({
    configFile: false,
    root: join(here, 'bench'),
    base: './',
    logLevel: 'error',
    plugins: [react(), tailwindcss()],
    resolve: { alias: { '@': join(here, '../src') } },
    build: {
      outDir: folder,
      emptyOutDir: true,
      target: 'es2022',
      cssTarget: ['chrome123'],
      rollupOptions: { input: join(here, 'bench/chart.html') },
    },
  });
  await new Promise((done) => server.listen(0, '127.0.0.1', done));
  browser = await launch();
  const page = await browser.newPage({ viewport: { width: 1100, height: 500 } });
  const wrong = [];
  page.on('pageerror', (error) => wrong.push(error.message));
  await page.goto(`http://127.0.0.1:${server.address().port}/chart.html`);
  await page.waitForFunction(() => 'drawn' in window);
  const rounds = [];
  for (let round = 0; round < ROUNDS; round += 1) {
    rounds.push(await page.evaluate(() => window.drawn()));
  }
  const [cold, ...warm] = rounds;
  const middle = (key) => warm.map((one) => one[key]).sort((a, b) => a - b)[warm.length >> 1];
  const line = (name, ms) =>
    console.log(
      `${name.padEnd(28)} ${ms.toFixed(1).padStart(7)} ms  ${(ms / MOST_MS).toFixed(2)} of ${MOST_MS} ms`,
    );
  line('first draw, cold', cold.ms);
  line('first draw, median of 6', middle('ms'));
  line('new data, median of 6', middle('againMs'));
  const seen = rounds.every((one) => one.spikeTop + 100 < one.otherTop);
  console.log(
    `one spike among 100,000     ${seen ? 'is seen' : 'IS LOST'} (row ${cold.spikeTop} against ${cold.otherTop})`,
  );
  for (const one of wrong) console.log(`error ${one}`);
  const slow = Math.max(middle('ms'), middle('againMs')) > MOST_MS;
  if (!seen || wrong.length || (process.argv.includes('--check') && slow)) process.exitCode = 1;
} finally {
  await browser?.close();
  server.close();
  await rm(folder, { recursive: true, force: true });
}
