/** Numbers, sizes and times for people. All are pure; times of day are the browser's. */

const counts = new Intl.NumberFormat('en');
const compact = new Intl.NumberFormat('en', { notation: 'compact', maximumFractionDigits: 1 });

export const NOTHING = '–';

/** `12,345` */
export function count(value: number | null | undefined): string {
  return value === null || value === undefined ? NOTHING : counts.format(value);
}

/** `1.2M` */
export function short(value: number | null | undefined): string {
  return value === null || value === undefined ? NOTHING : compact.format(value);
}

/** `1 video`, `2 videos` */
export function plural(value: number, one: string, many = `${one}s`): string {
  return `${counts.format(value)} ${value === 1 ? one : many}`;
}

const UNITS = ['B', 'KiB', 'MiB', 'GiB', 'TiB', 'PiB'];

/** `1.5 GiB`; three digits that count. */
export function bytes(value: number | null | undefined): string {
  if (value === null || value === undefined) return NOTHING;
  let size = value;
  let unit = 0;
  while (size >= 1024 && unit < UNITS.length - 1) {
    size /= 1024;
    unit += 1;
  }
  const digits = unit === 0 || size >= 100 ? 0 : size >= 10 ? 1 : 2;
  return `${size.toFixed(digits)} ${UNITS[unit]}`;
}

/** `43 %` of a share from 0 to 1. */
export function percent(share: number | null | undefined, digits = 0): string {
  return share === null || share === undefined ? NOTHING : `${(share * 100).toFixed(digits)} %`;
}

/** `1:02:03.4`, as a player shows it. */
export function clock(seconds: number, digits = 0): string {
  const scale = 10 ** digits;
  const all = Math.round(Math.max(0, seconds) * scale);
  const rest = (all % (60 * scale)) / scale;
  const minutes = Math.floor(all / (60 * scale));
  const hours = Math.floor(minutes / 60);
  const tail = rest.toFixed(digits).padStart(digits ? digits + 3 : 2, '0');
  return hours ? `${hours}:${String(minutes % 60).padStart(2, '0')}:${tail}` : `${minutes}:${tail}`;
}

/** `850 ms`, `12 s`, `3 min 20 s`, `2 h 5 min`, `3 d 4 h`. */
export function span(seconds: number | null | undefined): string {
  if (seconds === null || seconds === undefined || !Number.isFinite(seconds)) return NOTHING;
  if (seconds < 1) return `${Math.round(seconds * 1000)} ms`;
  if (seconds < 10) return `${seconds.toFixed(1)} s`;
  const whole = Math.round(seconds);
  if (whole < 60) return `${whole} s`;
  const parts: [number, string, number, string][] = [
    [86400, 'd', 3600, 'h'],
    [3600, 'h', 60, 'min'],
    [60, 'min', 1, 's'],
  ];
  for (const [large, name, small, inner] of parts) {
    if (whole >= large) {
      const rest = Math.floor((whole % large) / small);
      return rest
        ? `${Math.floor(whole / large)} ${name} ${rest} ${inner}`
        : `${Math.floor(whole / large)} ${name}`;
    }
  }
  return `${whole} s`;
}

/** `just now`, `5 min ago`, `3 d ago`, of seconds since 1970. */
export function ago(at: number, now: number = Date.now() / 1000): string {
  const passed = now - at;
  if (passed < 10) return 'just now';
  if (passed < 60) return `${Math.floor(passed)} s ago`;
  if (passed < 3600) return `${Math.floor(passed / 60)} min ago`;
  if (passed < 86400) return `${Math.floor(passed / 3600)} h ago`;
  return `${Math.floor(passed / 86400)} d ago`;
}

/** `2026-11-28 14:03:07` of seconds since 1970. */
export function moment(at: number): string {
  const d = new Date(at * 1000);
  const two = (n: number) => String(n).padStart(2, '0');
  return `${d.getFullYear()}-${two(d.getMonth() + 1)}-${two(d.getDate())} ${two(d.getHours())}:${two(d.getMinutes())}:${two(d.getSeconds())}`;
}

/** A figure of a run: 4 digits that count, an exponent where it is very small or large. */
export function figure(value: number | null | undefined): string {
  if (value === null || value === undefined || !Number.isFinite(value)) return NOTHING;
  if (value === 0) return '0';
  const size = Math.abs(value);
  if (size < 1e-3 || size >= 1e6) return value.toExponential(2);
  return String(Number(value.toPrecision(4)));
}
