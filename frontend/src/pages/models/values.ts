/** Values of settings for people. */

export function valueText(value: unknown): string {
  if (value === null || value === undefined) return 'not set';
  if (value === '') return 'empty';
  if (typeof value === 'boolean') return value ? 'yes' : 'no';
  if (typeof value === 'number') return numberText(value);
  if (Array.isArray(value)) return value.length ? value.map(valueText).join(', ') : 'none';
  if (typeof value === 'object') return JSON.stringify(value);
  return String(value);
}

/** `0.00003` as `3e-5`, `500000` as `500,000`. */
export function numberText(value: number): string {
  const size = Math.abs(value);
  if (size !== 0 && (size < 1e-3 || size >= 1e15))
    return value.toExponential().replace('e-0', 'e-').replace('e+', 'e');
  return new Intl.NumberFormat('en', { maximumSignificantDigits: 15 }).format(value);
}
