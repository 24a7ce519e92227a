import type { Point } from '@/ui/chart/curves';

/** A line through the lowest and the highest of each point, as the path of an SVG. Pure. */
export function sparkPath(points: readonly Point[], width: number, height: number): string {
  const low = Math.min(...points.map((point) => point[1]));
  const high = Math.max(...points.map((point) => point[2]));
  const first = points[0]?.[0] ?? 0;
  const wide = (points.at(-1)?.[0] ?? 0) - first || 1;
  const tall = high - low || 1;
  const put = (x: number, y: number) =>
    `${(((x - first) / wide) * (width - 2) + 1).toFixed(1)} ${((1 - (y - low) / tall) * (height - 2) + 1).toFixed(1)}`;
  const corners = points.flatMap(([x, least, most]) =>
    least === most ? [put(x, least)] : [put(x, most), put(x, least)],
  );
  return corners.map((corner, index) => `${index ? 'L' : 'M'}${corner}`).join('');
}
