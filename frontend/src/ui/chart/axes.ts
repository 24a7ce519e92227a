/** How the axes of a chart are divided, and what stands at their ticks. Pure: no page, no canvas. */

/** 1, 2, 5, 10, 20 …: steps and minutes have no fractions. */
export const WHOLE = decades([1, 2, 5], 10, 12);

/** 1, 2, 4 … KiB, MiB, GiB: what sizes are counted in. */
export const BINARY = Array.from({ length: 50 }, (_, power) => 2 ** power);

function decades(steps: readonly number[], base: number, count: number): number[] {
  return Array.from({ length: count }, (_, power) =>
    steps.map((step) => step * base ** power),
  ).flat();
}

/** From the first x to the last; of one point alone some whole steps around it. */
export function rangeOfX(low: number | null, high: number | null): [number, number] {
  if (low === null || high === null) return [0, 1];
  if (low < high) return [low, high];
  const first = Math.max(0, low - 1);
  return [Math.min(low, first), first + 2];
}

const PARTS = /^(-?[\d,]+)(?:\.(\d+))?(.*)$/s;

/** The same numbers with as few decimals as tell them apart, the same of each unit: `0.50`, `1.00` are `0.5`, `1.0`. */
export function evenDecimals(texts: readonly string[]): string[] {
  return shortest(texts.some((text) => SCIENTIFIC.test(text)) ? texts.map(scientific) : texts);
}

const SCIENTIFIC = /^-?[\d.]+e[+-]\d+$/;

/** `0.001` beside `5.00e-4` is `1e-3`; zero stays as it is. */
function scientific(text: string): string {
  const value = Number(text);
  return text === '' || Number.isNaN(value) || value === 0 ? text : value.toExponential();
}

function shortest(texts: readonly string[]): string[] {
  const needed = new Map<string, number>();
  const parts = texts.map((text) => {
    const found = PARTS.exec(text);
    if (!found) return null;
    const [, whole = '', decimals = '', unit = ''] = found;
    const shown = decimals.replace(/0+$/, '');
    needed.set(unit, Math.max(needed.get(unit) ?? 0, shown.length));
    return { whole, shown, unit };
  });
  return parts.map((part, index) => {
    if (!part) return texts[index] ?? '';
    const digits = needed.get(part.unit) ?? 0;
    if (digits === 0) return `${part.whole}${part.unit}`;
    return `${part.whole}.${part.shown.padEnd(digits, '0')}${part.unit}`;
  });
}
