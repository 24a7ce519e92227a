import { Check } from 'lucide-react';
import { count, NOTHING, span } from '@/lib/format';
import { Spinner } from '@/ui/button';
import { classes } from '@/ui/classes';
import { Progress } from '@/ui/progress';
import { type Column, Table } from '@/ui/table';
import { STEP_TITLES } from './labels';
import type { Tally } from './tally';

const ALL = ['ingest', 'frames', 'audio', 'captions', 'transcript', 'scenes', 'manifest'];

/** The seven steps, how far each is, and when it had its last video. */
export function StepTable({ tally, running }: { tally: Tally; running: boolean }) {
  const isOut = (step: string) => tally.total > 0 && !tally.steps.includes(step);
  const columns: Column<string>[] = [
    {
      name: 'Step',
      head: true,
      className: 'font-normal whitespace-nowrap',
      cell: (step) => <Name {...{ step, tally, running }} out={isOut(step)} />,
    },
    {
      name: 'Share',
      wide: true,
      className: 'w-full',
      cell: (step) => {
        const share = shareOf(step, tally);
        return (
          !isOut(step) && (
            <Progress
              share={share}
              label={`Share of ${STEP_TITLES[step]?.title ?? step}`}
              tone={share >= 1 ? 'good' : 'accent'}
            />
          )
        );
      },
    },
    {
      name: 'Videos',
      right: true,
      className: 'whitespace-nowrap',
      cell: (step) =>
        isOut(step) ? (
          <span className="text-ink-3">off</span>
        ) : (
          `${count(tally.done[step] ?? 0)} / ${tally.total ? count(tally.total) : NOTHING}`
        ),
    },
    {
      name: 'After',
      right: true,
      className: 'whitespace-nowrap text-ink-2',
      cell: (step) => {
        const after = tally.after[step];
        return isOut(step) || after === undefined ? NOTHING : span(after);
      },
    },
  ];
  return <Table label="Steps of the build" columns={columns} rows={ALL} rowKey={(step) => step} />;
}

function shareOf(step: string, { done, total }: Tally): number {
  return total ? (done[step] ?? 0) / total : 0;
}

function Name({
  step,
  tally,
  running,
  out,
}: {
  step: string;
  tally: Tally;
  running: boolean;
  out: boolean;
}) {
  const lane = tally.lanes[step];
  return (
    <span className={classes('flex items-center gap-2.5', out && 'text-ink-3')}>
      <Sign
        out={out}
        whole={shareOf(step, tally) >= 1}
        moving={running && (tally.done[step] ?? 0) > 0}
      />
      {STEP_TITLES[step]?.title ?? step}
      {lane && (
        <span className="text-sm text-ink-3">
          {lane.backend}, batches of {lane.batch}
        </span>
      )}
    </span>
  );
}

function Sign({ whole, out, moving }: { whole: boolean; out: boolean; moving: boolean }) {
  if (whole && !out) return <Check aria-hidden className="size-4 text-good" />;
  if (moving && !out) return <Spinner className="size-4 text-accent" />;
  return <span aria-hidden className="size-4 rounded-full border-2 border-line-strong" />;
}
