import { useMutation } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { CircleCheck } from 'lucide-react';
import type { ReactNode } from 'react';
import { api, data } from '@/api/client';
import { commandLine, type Scalar } from '@/lib/command';
import { Button, buttonClass } from '@/ui/button';
import { CommandLine } from '@/ui/command_line';
import { Dialog } from '@/ui/dialog';
import { Failure } from '@/ui/states';

export interface JobAsked {
  command: 'evaluate' | 'generate' | 'export';
  arguments: string[];
  options: Record<string, Scalar | Scalar[] | null>;
  name: string;
}

interface Props {
  open: boolean;
  onClose: () => void;
  title: string;
  about: string;
  asked: JobAsked;
  action: string;
  /** Why it cannot be started yet. */
  blocked: string | null;
  children: ReactNode;
}

/** A form whose end is a job: its command is shown before, a link to it after. */
export function JobDialog({
  open,
  onClose,
  title,
  about,
  asked,
  action,
  blocked,
  children,
}: Props) {
  const start = useMutation({
    mutationFn: () => data(api.POST('/api/jobs', { body: { ...asked, priority: 0, retries: 0 } })),
  });
  const close = () => {
    start.reset();
    onClose();
  };
  const done = start.data;
  return (
    <Dialog
      open={open}
      onClose={close}
      title={title}
      about={about}
      actions={
        done ? (
          <>
            <Button onClick={close}>Close</Button>
            <Link to="/jobs/$job" params={{ job: done.id }} className={buttonClass('primary')}>
              Open the job
            </Link>
          </>
        ) : (
          <>
            <Button onClick={close}>Cancel</Button>
            <Button
              kind="primary"
              busy={start.isPending}
              disabled={blocked !== null}
              onClick={() => start.mutate()}
            >
              {action}
            </Button>
          </>
        )
      }
    >
      {done ? (
        <p role="status" className="flex items-start gap-2 py-2">
          <CircleCheck aria-hidden className="mt-0.5 size-4 shrink-0 text-good" />
          It is in the queue. Its page shows how it goes and what came out; this page can be left.
        </p>
      ) : (
        <div className="space-y-4 pb-2">
          {children}
          {blocked && <p className="text-sm text-ink-3">{blocked}</p>}
          <CommandLine command={commandLine(asked.command, asked.arguments, asked.options)} />
          {start.error && <Failure error={start.error} />}
        </div>
      )}
    </Dialog>
  );
}
