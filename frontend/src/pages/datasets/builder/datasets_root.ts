/** The folder of datasets, as the configuration says it. */
export function datasetsRoot(config: unknown): string {
  const paths = field(config, 'paths');
  const told = field(paths, 'datasets');
  const root = typeof told === 'string' && told ? told : './datasets';
  return root.replace(/^\.\//, '').replace(/\/+$/, '');
}

function field(value: unknown, name: string): unknown {
  if (typeof value !== 'object' || value === null) return undefined;
  return Object.entries(value).find(([key]) => key === name)?.[1];
}
