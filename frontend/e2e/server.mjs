// A real `spark-trainer serve` with a home and a folder of its own.
import { execFile, spawn } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';

export const REPO = resolve(dirname(fileURLToPath(import.meta.url)), '../..');
const own = join(REPO, '.venv/bin/python');
const PYTHON = process.env.PYTHON ?? (existsSync(own) ? own : 'python3');

export class Server {
  /**
   * @param {string[]} flags of `serve`
   * @param {string} root a folder for all that it makes; goes when it is stopped
   */
  constructor(flags = [], root = mkdtempSync(join(tmpdir(), 'spark-e2e-'))) {
    this.root = root;
    this.home = join(this.root, 'home');
    this.work = join(this.root, 'work');
    for (const folder of [this.home, join(this.work, 'datasets'), join(this.work, 'runs')])
      mkdirSync(folder, { recursive: true });
    this.flags = [...flags];
    /** More variables of its environment. */
    this.variables = {};
    this.port = 0;
    this.log = [];
  }

  get environment() {
    return {
      ...process.env,
      HOME: this.home,
      PYTHONPATH: join(REPO, 'src'),
      HF_HUB_OFFLINE: '1',
      OMP_NUM_THREADS: '1',
      SPARK_TRAINER_GPUS: '0',
      ...this.variables,
    };
  }

  /** The first start takes a free port; later ones take it again, when whoever got it meanwhile has let it go. */
  start() {
    return until('the port is free again', () =>
      this.listen().catch((error) => {
        if (/ is in use\. /.test(error.message)) return null;
        throw error;
      }),
    );
  }

  async listen() {
    this.log = [];
    const words = ['-m', 'spark_trainer', 'serve', '--port', String(this.port), ...this.flags];
    this.process = spawn(PYTHON, words, { cwd: this.work, env: this.environment });
    // A file of tests that fails before its first test runs no `after`.
    process.once('exit', () => this.process.kill('SIGKILL'));
    this.process.stderr.on('data', (text) => this.log.push(String(text)));
    this.exited = new Promise((done) => {
      this.process.once('exit', done);
    });
    const lines = createInterface({ input: this.process.stdout });
    const found = await new Promise((done, failed) => {
      const told = {};
      this.process.once('exit', () => failed(new Error(`no server:\n${this.log.join('')}`)));
      lines.on('line', (line) => {
        this.log.push(`${line}\n`);
        told.url ??= /SparkTrainer on (http:\S+)/.exec(line)?.[1];
        told.login ??= /(http:\S+\/login\?code=\S+)/.exec(line)?.[1];
        if (told.url && told.login) done(told);
      });
    });
    this.url = found.url.replace(/\/$/, '');
    this.login = found.login;
    this.port = Number(new URL(this.url).port);
    return this;
  }

  /** Run a command of the program in the server's folder. */
  cli(...words) {
    return new Promise((done, failed) => {
      execFile(
        PYTHON,
        ['-m', 'spark_trainer', ...words],
        { cwd: this.work, env: this.environment, maxBuffer: 64 << 20 },
        (error, out, told) =>
          error ? failed(new Error(`${words.join(' ')}: ${out}${told}`)) : done(out),
      );
    });
  }

  /** Let Python do something that no command does. */
  python(code, ...words) {
    return new Promise((done, failed) => {
      execFile(
        PYTHON,
        ['-c', code, ...words],
        { cwd: REPO, env: this.environment },
        (error, out) => (error ? failed(error) : done(out)),
      );
    });
  }

  /** By a connection of its own: one that was kept may have been closed while this machine stood still. */
  async json(path) {
    const answer = await fetch(`${this.url}${path}`, { headers: { connection: 'close' } });
    if (!answer.ok) throw new Error(`${path}: ${answer.status} ${await answer.text()}`);
    return answer.json();
  }

  /** As a power cut would. */
  async kill() {
    this.process.kill('SIGKILL');
    await this.exited;
  }

  async stop() {
    this.process.kill('SIGTERM');
    await this.exited;
    rmSync(this.root, { recursive: true, force: true, maxRetries: 5, retryDelay: 200 });
  }
}

/** Wait until something is so. */
export async function until(what, ask, seconds = 60) {
  const end = Date.now() + seconds * 1000;
  for (;;) {
    const found = await ask();
    if (found) return found;
    if (Date.now() > end) throw new Error(`not within ${seconds} s: ${what}`);
    await new Promise((done) => setTimeout(done, 200));
  }
}
