// What journeys look at: by day and by night, on a desk and on a phone; pictures; what axe finds.
import { mkdirSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const OUT = join(dirname(fileURLToPath(import.meta.url)), 'out');
const AXE = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
const SIZES = [
  { width: 1440, height: 900 },
  { width: 390, height: 844 },
];
export const LOOKS = ['light', 'dark'].flatMap((colorScheme) =>
  SIZES.map((viewport) => ({ viewport, colorScheme })),
);

/** Keep a picture of the whole page, for people. */
export async function picture(page, name, { viewport, colorScheme }) {
  mkdirSync(OUT, { recursive: true });
  const path = join(OUT, `${name}-${viewport.width}-${colorScheme}.png`);
  await page.screenshot({ path, fullPage: true });
}

/** What axe calls serious or critical, a line each. */
export async function findings(page) {
  await page.evaluate(AXE);
  const { violations } = await page.evaluate(() =>
    window.axe.run(document, { resultTypes: ['violations'] }),
  );
  return violations
    .filter((one) => ['serious', 'critical'].includes(one.impact))
    .map((one) => `${one.id}: ${one.nodes.map((node) => node.target.join(' ')).join('; ')}`);
}
