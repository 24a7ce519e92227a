import { ago, count, figure, moment, short, span } from '@/lib/format';
import { Card, Stat } from '@/ui/card';
import { Progress } from '@/ui/progress';
import { isLowerBetter } from './names';
import { type Job, type RunDetail, useLastStep } from './use_run';

function number(value: unknown): number | null {
  return typeof value === 'number' && Number.isFinite(value) ? value : null;
}

/** Where a run is, how fast it goes, how well it does. */
export function RunFigures({ detail, job }: { detail: RunDetail; job: Job | null }) {
  const last = useLastStep(detail, job) ?? {};
  const epochs = number(detail.run.config.num_epochs);
  const most = number(detail.run.config.max_steps);
  const epoch = number(last.epoch);
  const share = number(last.progress);
  const running = detail.status === 'running';
  const best = bestOf(detail.best);
  const left = number(last.left_s);
  const started = Date.parse(detail.run.created) / 1000;
  return (
    <Card className="mb-5">
      <div className="grid grid-cols-2 gap-x-6 gap-y-4 sm:grid-cols-3 lg:grid-cols-6">
        <Stat
          label="Step"
          value={count(number(last.step))}
          about={most ? `of ${count(most)} at most` : undefined}
        />
        <Stat
          label="Epoch"
          value={epoch === null ? '–' : count(epoch + 1)}
          about={epochs ? `of ${count(epochs)}${most ? ' at most' : ''}` : undefined}
        />
        <Stat label="Loss" value={figure(number(last.loss))} about="of the last step" />
        <Stat
          label={best ? 'Best evaluation' : 'Evaluations'}
          value={best ? figure(best.value) : '–'}
          about={best ? `${best.name}, step ${count(best.step)}` : 'none in training'}
        />
        <Stat
          label="Speed"
          value={`${short(number(last.tokens_per_s))}`}
          about={`tokens/s, ${span(number(last.seconds))} a step`}
        />
        {running ? (
          <Stat
            label="Time left"
            value={left === null ? '–' : span(left)}
            about={share === null ? undefined : `${(share * 100).toFixed(1)} % done`}
          />
        ) : (
          <Stat
            label="Started"
            value={ago(started)}
            about={`${moment(started).slice(0, 16)}${
              detail.resumes
                ? `, resumed ${detail.resumes === 1 ? 'once' : `${detail.resumes} times`}`
                : ''
            }`}
          />
        )}
      </div>
      {running && (
        <Progress share={share} label="Progress of the training" tone="info" className="mt-4" />
      )}
    </Card>
  );
}

/** The loss where it was evaluated; else the first metric that was. */
function bestOf(best: RunDetail['best']): { name: string; value: number; step: number } | null {
  const names = Object.keys(best);
  const name = names.find((one) => one === 'val loss') ?? names.find(isLowerBetter) ?? names[0];
  const [value, step] = (name !== undefined && best[name]) || [];
  return name && value !== undefined && step !== undefined ? { name, value, step } : null;
}
