import { Check } from 'lucide-react';
import { count, span } from '@/lib/format';
import { Spinner } from '@/ui/button';
import { classes } from '@/ui/classes';
import { STEP_TITLES } from './labels';
import type { Tally } from './tally';

const ALL = ['ingest', 'frames', 'audio', 'captions', 'transcript', 'scenes', 'manifest'];

/** The seven steps, how far each is, and when it had its last video. */
export function StepTable({ tally, running }: { tally: Tally; running: boolean }) {
  return (
    <table className="w-full text-left">
      <caption className="sr-only">Steps of the build</caption>
      <thead>
        <tr className="border-b text-sm text-ink-3">
          <th scope="col" className="py-2 pr-3 pl-4 font-medium sm:pl-5">
            Step
          </th>
          <th scope="col" className="w-full px-3 py-2 font-medium max-sm:hidden">
            <span className="sr-only">Share</span>
          </th>
          <th scope="col" className="px-3 py-2 text-right font-medium">
            Videos
          </th>
          <th scope="col" className="py-2 pr-4 pl-3 text-right font-medium sm:pr-5">
            After
          </th>
        </tr>
      </thead>
      <tbody>
        {ALL.map((step) => (
          <Row key={step} step={step} tally={tally} running={running} />
        ))}
      </tbody>
    </table>
  );
}

function Row({ step, tally, running }: { step: string; tally: Tally; running: boolean }) {
  const out = tally.total > 0 && !tally.steps.includes(step);
  const done = tally.done[step] ?? 0;
  const share = tally.total ? done / tally.total : 0;
  const whole = tally.total > 0 && done >= tally.total;
  const lane = tally.lanes[step];
  return (
    <tr className="border-b last:border-b-0">
      <th scope="row" className="py-2.5 pr-3 pl-4 font-normal whitespace-nowrap sm:pl-5">
        <span className={classes('flex items-center gap-2.5', out && 'text-ink-3')}>
          <Sign {...{ whole, out }} moving={running && done > 0} />
          {STEP_TITLES[step]?.title ?? step}
          {lane && (
            <span className="text-sm text-ink-3">
              {lane.backend}, batches of {lane.batch}
            </span>
          )}
        </span>
      </th>
      <td className="px-3 max-sm:hidden">
        {!out && (
          <div className="h-1.5 overflow-hidden rounded-full bg-line" aria-hidden>
            <div
              className={classes(
                'h-full rounded-full transition-[width] duration-300',
                whole ? 'bg-good' : 'bg-accent',
              )}
              style={{ width: `${share * 100}%` }}
            />
          </div>
        )}
      </td>
      <td className="tabular px-3 text-right whitespace-nowrap">
        {out ? (
          <span className="text-ink-3">off</span>
        ) : (
          `${count(done)} / ${tally.total ? count(tally.total) : '–'}`
        )}
      </td>
      <td className="tabular py-2.5 pr-4 pl-3 text-right whitespace-nowrap text-ink-2 sm:pr-5">
        {out || tally.after[step] === undefined ? '–' : span(tally.after[step])}
      </td>
    </tr>
  );
}

function Sign({ whole, out, moving }: { whole: boolean; out: boolean; moving: boolean }) {
  if (whole && !out) return <Check aria-hidden className="size-4 text-good" />;
  if (moving && !out) return <Spinner className="size-4 text-accent" />;
  return <span aria-hidden className="size-4 rounded-full border-2 border-line-strong" />;
}
