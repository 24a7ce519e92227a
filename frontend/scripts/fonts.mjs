// The page's fonts, from the packages: `npm run fonts` writes them, `--check` only says whether they have drifted.
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import subset from 'subset-font';

const { resolve } = createRequire(import.meta.url);
const of = (from, to) => Array.from({ length: to - from + 1 }, (_, n) => from + n);
const text = (...codes) => String.fromCodePoint(...codes.flat());
const ASCII = of(0x20, 0x7e);
// Spaces, dashes, quotes, ellipsis, arrows, signs: what the page itself writes.
const SIGNS = [...'\u00a0°±²³µ·×–—‘’“”„†•…‰′″€™←↑→↓−≈≠≤≥'].map((c) => c.codePointAt(0));

const FONTS = [
  {
    // Names and captions: every letter of Latin-1 and of the western languages besides.
    name: 'inter',
    from: '@fontsource-variable/inter/files/inter-latin-wght-normal.woff2',
    text: text(ASCII, of(0xa0, 0xff), [0x131, 0x152, 0x153], SIGNS),
    weights: { min: 400, max: 700 },
  },
  {
    // Commands, paths, logs: seldom anything but ASCII, in one weight.
    name: 'jetbrains-mono',
    from: '@fontsource-variable/jetbrains-mono/files/jetbrains-mono-latin-wght-normal.woff2',
    text: text(ASCII, SIGNS),
    weights: 400,
    // Ligatures change what a command looks like.
    noLayoutClosure: true,
  },
];

const check = process.argv.includes('--check');
mkdirSync(new URL('../src/fonts/', import.meta.url), { recursive: true });
for (const font of FONTS) {
  const place = new URL(`../src/fonts/${font.name}.woff2`, import.meta.url);
  const made = await subset(readFileSync(resolve(font.from)), font.text, {
    targetFormat: 'woff2',
    variationAxes: { wght: font.weights },
    noLayoutClosure: font.noLayoutClosure ?? false,
  });
  if (!check) {
    writeFileSync(place, made);
    console.log(`${font.name}: ${made.length} bytes`);
  } else if (!made.equals(readFileSync(place))) {
    console.error(`error: src/fonts/${font.name}.woff2 has drifted. Run: npm run fonts`);
    process.exitCode = 1;
  }
}
