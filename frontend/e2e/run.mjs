// `npm run e2e`: the journeys through the built page, one file after the other.
import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { CHROMIUM } from './browser.mjs';

const here = dirname(fileURLToPath(import.meta.url));
const page = resolve(here, '../../src/spark_trainer/server/page/index.html');
if (!CHROMIUM) {
  console.error('error: no Chromium. On Debian: apt-get install chromium; or set CHROMIUM=/path');
  process.exit(1);
}
if (!existsSync(page)) {
  console.error('error: the page is not built. Run: npm run build');
  process.exit(1);
}
const wanted = process.argv.slice(2);
const files = readdirSync(join(here, 'journeys'))
  .filter((name) => name.endsWith('.test.mjs'))
  .filter((name) => wanted.length === 0 || wanted.some((part) => name.includes(part)))
  .map((name) => join(here, 'journeys', name));
const once = mkdtempSync(join(tmpdir(), 'spark-e2e-once-'));
const done = spawnSync(
  process.execPath,
  ['--test', '--test-concurrency=1', '--test-reporter=spec', ...files],
  { stdio: 'inherit', env: { ...process.env, SPARK_TRAINER_E2E_ONCE: once } },
);
rmSync(once, { recursive: true, force: true });
process.exit(done.status ?? 1);
