// What bench_chart.mjs looks at: it is built by itself, and never part of the page.
import { flushSync } from 'react-dom';
import { createRoot } from 'react-dom/client';
import '../../src/app.css';
import { Chart } from '../../src/ui/chart/chart';
import type { Curve, Point } from '../../src/ui/chart/curves';

const COUNT = 100_000;
const SPIKE = 77_777;

function points(spike: boolean): Point[] {
  return Array.from({ length: COUNT }, (_, x): Point => {
    const noise = Math.sin(x / 500) + Math.sin(x * 12.9898) * 0.3;
    const y = spike && x === SPIKE ? 10 : noise;
    return [x, y, y];
  });
}

const frame = () => new Promise((done) => requestAnimationFrame(done));

interface Drawn {
  /** From the data to the drawn canvas. */
  ms: number;
  /** New data into the same chart. */
  againMs: number;
  /** The topmost row of the curve's own colour within the spike's column, and elsewhere. */
  spikeTop: number;
  otherTop: number;
}

async function drawn(): Promise<Drawn> {
  const place = document.getElementById('place');
  if (!place) throw new Error('no place');
  const root = createRoot(place);
  const show = (curves: Curve[]) =>
    flushSync(() =>
      root.render(
        <Chart label="bench" curves={curves} xName="Step" height={300} yRange={[-2, 11]} />,
      ),
    );
  const first: Curve[] = [{ label: 'loss', points: points(true) }];
  await frame();
  const begin = performance.now();
  show(first);
  await Promise.resolve(); // uPlot draws in a microtask
  const canvas = place.querySelector('canvas');
  canvas?.getContext('2d')?.getImageData(0, 0, 1, 1); // waits for what is not drawn yet
  const ms = performance.now() - begin;
  const second: Curve[] = [{ label: 'loss', points: points(true) }];
  await frame();
  const again = performance.now();
  show(second);
  await Promise.resolve();
  canvas?.getContext('2d')?.getImageData(0, 0, 1, 1);
  const againMs = performance.now() - again;
  await frame();
  const tops = topsOf(canvas);
  root.unmount();
  return { ms, againMs, ...tops };
}

function topsOf(canvas: HTMLCanvasElement | null): { spikeTop: number; otherTop: number } {
  const context = canvas?.getContext('2d');
  if (!canvas || !context) throw new Error('no canvas');
  const { width, height } = canvas;
  const { data } = context.getImageData(0, 0, width, height);
  const top = (from: number, to: number) => {
    for (let y = 0; y < height; y += 1)
      for (let x = from; x < to; x += 1) {
        const at = (y * width + x) * 4;
        const [r = 0, g = 0, b = 0, a = 0] = data.subarray(at, at + 4);
        if (a > 60 && r > g + 60 && r > b + 60) return y;
      }
    return height;
  };
  const left = 40;
  const spike = Math.round(left + ((width - left) * SPIKE) / COUNT);
  return { spikeTop: top(spike - 40, spike + 40), otherTop: top(left, spike - 60) };
}

Object.assign(window, { drawn });
