import { useMutation, useQueryClient } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { api, data, type Schemas } from '@/api/client';
import { commandLine, type Scalar } from '@/lib/command';
import { Button, type ButtonKind } from '@/ui/button';
import { CommandLine } from '@/ui/command_line';
import { Dialog } from '@/ui/dialog';
import { Failure } from '@/ui/states';
import { say } from '@/ui/toasts';

type Job = Schemas['Job'];

interface Props {
  open: boolean;
  onClose: () => void;
  title: string;
  about: ReactNode;
  /** What one would type for the same. */
  command: string;
  action: string;
  kind?: ButtonKind;
  /** Why it cannot be done now. */
  blocked?: string | null;
  run: () => Promise<unknown>;
  /** Said afterwards. */
  done: (result: unknown) => ReactNode;
  children?: ReactNode;
}

/** What will happen, its command, and the button that does it. */
export function AskDialog(props: Props) {
  const {
    open,
    onClose,
    title,
    about,
    command,
    action,
    kind = 'primary',
    blocked,
    children,
  } = props;
  const client = useQueryClient();
  const start = useMutation({
    mutationFn: props.run,
    onSuccess: (result) => {
      say(props.done(result));
      onClose();
      client.invalidateQueries({ queryKey: ['jobs'] });
      client.invalidateQueries({ queryKey: ['dashboard'] });
    },
  });
  const close = () => {
    start.reset();
    onClose();
  };
  return (
    <Dialog
      open={open}
      onClose={close}
      title={title}
      about={about}
      actions={
        <>
          <Button onClick={close}>Leave it</Button>
          <Button
            kind={kind}
            busy={start.isPending}
            disabled={Boolean(blocked)}
            onClick={() => start.mutate()}
          >
            {action}
          </Button>
        </>
      }
    >
      <div className="space-y-4 pt-1 pb-2">
        {children}
        {blocked && <p className="text-sm text-bad">{blocked}</p>}
        <CommandLine command={command} />
        {start.error && <Failure error={start.error} />}
      </div>
    </Dialog>
  );
}

export interface JobAsked {
  command: string;
  arguments: string[];
  options: Record<string, Scalar | Scalar[] | null>;
}

export function lineOf(asked: JobAsked): string {
  return commandLine(asked.command, asked.arguments, asked.options);
}

/** Put it into the queue. */
export function startJob(asked: JobAsked, name?: string): Promise<Job> {
  return data(
    api.POST('/api/jobs', { body: { ...asked, name: name ?? null, priority: 0, retries: 0 } }),
  );
}

/** After a job was put into the queue. */
export function queued(result: unknown): ReactNode {
  const id = typeof result === 'object' && result && 'id' in result ? String(result.id) : null;
  return (
    <>
      In the queue.{' '}
      {id && (
        <Link to="/jobs/$job" params={{ job: id }} className="font-medium text-accent underline">
          Open the job
        </Link>
      )}
    </>
  );
}
