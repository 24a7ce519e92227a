// Chromium that reaches loopback alone, and remembers all that must not happen.
import { existsSync } from 'node:fs';
import { chromium } from 'playwright-core';

const PLACES = [
  process.env.CHROMIUM,
  '/usr/bin/chromium',
  '/usr/bin/chromium-browser',
  '/usr/bin/google-chrome',
];
export const CHROMIUM = PLACES.find((place) => place && existsSync(place));

export function launch() {
  if (!CHROMIUM) throw new Error('no Chromium: apt-get install chromium, or set CHROMIUM');
  return chromium.launch({
    executablePath: CHROMIUM,
    args: [
      '--headless',
      '--no-sandbox',
      '--disable-gpu',
      '--disable-quic',
      '--no-first-run',
      '--disable-background-networking',
      '--disable-component-update',
      '--disable-sync',
    ],
  });
}

/** Errors of the console that a journey makes on purpose: the server refuses, or is gone. */
const TOLD_ANYWAY = /Failed to load resource|ERR_CONNECTION_REFUSED|ERR_INCOMPLETE_CHUNKED/;

/**
 * A page of a browser of its own, logged in.
 * `wrong` holds: requests elsewhere, breaches of the policy, dialogs, errors of scripts.
 */
export async function open(browser, server, options = {}) {
  const context = await browser.newContext({
    viewport: { width: 1440, height: 900 },
    reducedMotion: 'reduce',
    ...options,
  });
  const wrong = [];
  await context.route('**/*', (route) => {
    const url = new URL(route.request().url());
    if (['blob:', 'data:'].includes(url.protocol) || url.origin === new URL(server.url).origin)
      return route.continue();
    wrong.push(`asked elsewhere: ${url.href}`);
    return route.abort();
  });
  await context.addInitScript(() => {
    document.addEventListener('securitypolicyviolation', (event) => {
      console.error(`policy: ${event.violatedDirective} ${event.blockedURI} ${event.sourceFile}`);
    });
  });
  const page = await context.newPage();
  page.on('dialog', (dialog) => {
    wrong.push(`dialog: ${dialog.message()}`);
    dialog.dismiss();
  });
  page.on('pageerror', (error) => wrong.push(`script: ${error.message}`));
  page.on('console', (message) => {
    if (message.type() === 'error' && !TOLD_ANYWAY.test(message.text()))
      wrong.push(`console: ${message.text()}`);
  });
  // Of a page that is there in two seconds: on a machine with eight times as much to do as it can, it took forty.
  page.setDefaultTimeout(90_000);
  if (server.login) {
    await page.goto(server.login);
    server.login = null; // it works once
    await page.waitForURL((url) => !url.hash);
    server.key = await page.evaluate(() => localStorage.getItem('spark-page-key'));
  } else {
    await context.addInitScript((key) => localStorage.setItem('spark-page-key', key), server.key);
  }
  return { page, context, wrong };
}

/** Until a page has its head, and all that it waited for. */
export async function isThere(page) {
  await page.locator('h1').waitFor();
  await page.waitForFunction(
    () => !document.querySelector('[data-skeleton], [role=status][aria-label=Loading]'),
  );
}

export async function isScrollingSideways(page) {
  return page.evaluate(() => document.documentElement.scrollWidth > window.innerWidth + 1);
}
