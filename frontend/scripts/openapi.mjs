// Writes src/api/schema.d.ts from what the server says of itself; with --check only compares.
import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import openapiTS, { astToString } from 'openapi-typescript';

const here = dirname(fileURLToPath(import.meta.url));
const repo = resolve(here, '../..');
const target = resolve(here, '../src/api/schema.d.ts');
const own = resolve(repo, '.venv/bin/python');
const python = process.env.PYTHON ?? (existsSync(own) ? own : 'python3');
const document = execFileSync(python, ['-m', 'spark_trainer.server.openapi'], {
  encoding: 'utf8',
  maxBuffer: 64 << 20,
  env: { ...process.env, PYTHONPATH: resolve(repo, 'src') },
});
const text =
  '// Made by `npm run openapi`; not edited.\n' +
  astToString(await openapiTS(JSON.parse(document), { alphabetize: true }));
if (process.argv.includes('--check')) {
  const kept = existsSync(target) ? readFileSync(target, 'utf8') : '';
  if (kept !== text) {
    console.error('error: src/api/schema.d.ts is not what the server says. Run: npm run openapi');
    process.exit(1);
  }
} else {
  writeFileSync(target, text);
  console.log(`wrote ${target}`);
}
