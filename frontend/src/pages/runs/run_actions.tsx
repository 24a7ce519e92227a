import { useQuery } from '@tanstack/react-query';
import { CirclePlay, Ellipsis, RotateCcw, Ruler, Square, Upload } from 'lucide-react';
import { useState } from 'react';
import { api, data } from '@/api/client';
import { queries } from '@/api/queries';
import { commandLine } from '@/lib/command';
import { Button, IconButton } from '@/ui/button';
import { copy } from '@/ui/command_line';
import { Menu } from '@/ui/menu';
import { say } from '@/ui/toasts';
import { AskDialog, lineOf, queued, startJob } from '../jobs/ask_dialog';
import { useGrace } from '../jobs/use_grace';
import { EvaluateDialog } from '../models/evaluate_dialog';
import { ExportDialog } from '../models/export_dialog';
import { runFactsOf } from '../models/model_rows';
import { lastPart } from './folders';
import { type Job, type RunDetail, useCommands, useIsQueued } from './use_run';

type Open = 'stop' | 'resume' | 'retry' | 'evaluate' | 'export';

/** What can be done with a run as it stands. */
export function RunActions({
  detail,
  name,
  job,
}: {
  detail: RunDetail;
  name: string;
  job: Job | null;
}) {
  const [open, setOpen] = useState<Open | null>(null);
  const commands = useCommands(detail);
  const row = { name, path: detail.folder };
  const models = useQuery({ ...queries.models(), enabled: open === 'export' });
  const running = detail.status === 'running';
  const ours = running && job?.state === 'running' ? job : null;
  const grace = useGrace(open === 'stop' && ours ? ours.id : null);
  const waits = useIsQueued(lineOf(commands.resume));
  const close = () => setOpen(null);
  const fromFile = commands.retry.options.config
    ? 'It was started from a run file, which is not taken over HTTP: use the command in a terminal.'
    : null;
  return (
    <>
      {running ? (
        <Button onClick={() => setOpen('stop')}>
          <Square className="size-4" /> Stop
        </Button>
      ) : (
        <>
          {detail.status !== 'completed' && (
            <Button kind="primary" disabled={waits} onClick={() => setOpen('resume')}>
              <CirclePlay className="size-4" /> {waits ? 'Resume is in the queue' : 'Resume'}
            </Button>
          )}
          {detail.model && (
            <>
              <Button onClick={() => setOpen('evaluate')}>
                <Ruler className="size-4" /> Evaluate
              </Button>
              <Button onClick={() => setOpen('export')}>
                <Upload className="size-4" /> Export
              </Button>
            </>
          )}
        </>
      )}
      <Menu
        trigger={
          <IconButton label="More" className="border border-line-strong bg-surface">
            <Ellipsis className="size-4" />
          </IconButton>
        }
        items={[
          {
            label: (
              <>
                <RotateCcw /> Train again
              </>
            ),
            onChoose: () => setOpen('retry'),
          },
          { label: 'Copy the folder', onChoose: () => tell(copy(detail.folder), 'Folder copied') },
          {
            label: 'Copy the command',
            onChoose: () => tell(copy(lineOf(commands.retry)), 'Command copied'),
          },
        ]}
      />
      <AskDialog
        open={open === 'stop'}
        onClose={close}
        title={`Stop ${name}?`}
        about={
          ours
            ? `It ends the step that it is at and saves a checkpoint; it can be resumed from there. After ${grace} it is killed, and goes on from the checkpoint before.`
            : 'It was not started by a job of this server: stop it where it runs, with Ctrl-C, or by its process.'
        }
        command={ours ? commandLine(`jobs cancel ${ours.id}`) : 'kill -TERM PROCESS'}
        action="Stop"
        kind="danger"
        blocked={ours ? null : (detail.message ?? 'Another process has it.')}
        run={() =>
          data(api.POST('/api/jobs/{job}/cancel', { params: { path: { job: ours?.id ?? '' } } }))
        }
        done={() => 'It stops when its step is done and saved.'}
      />
      <AskDialog
        open={open === 'resume'}
        onClose={close}
        title={`Resume ${name}`}
        about="It goes on from its newest good checkpoint, with the settings and the order of samples that it began with. Steps after that checkpoint are done again."
        command={lineOf(commands.resume)}
        action="Resume"
        blocked={fromFile}
        run={() => startJob(commands.resume, `resume of ${name}`)}
        done={queued}
      />
      <AskDialog
        open={open === 'retry'}
        onClose={close}
        title={`Train again like ${name}`}
        about="The same settings and data from the beginning, into the next free folder of runs. This run stays as it is."
        command={lineOf(commands.retry)}
        action="Train"
        blocked={fromFile}
        run={() => startJob(commands.retry, `again: ${name}`)}
        done={queued}
      />
      {open === 'evaluate' && <EvaluateDialog row={row} onClose={close} />}
      {open === 'export' && (
        <ExportDialog
          row={row}
          trainer={runFactsOf(detail).trainer}
          taken={(models.data ?? []).map((one) => lastPart(one.path))}
          onClose={close}
        />
      )}
    </>
  );
}

function tell(done: Promise<void>, text: string): void {
  done.then(() => say(text));
}
