import { useNavigate } from '@tanstack/react-router';
import { CircleStop, RotateCcw } from 'lucide-react';
import { useState } from 'react';
import { api, data } from '@/api/client';
import { Button } from '@/ui/button';
import { AskDialog, queued } from './ask_dialog';
import type { Job } from './job_rows';
import { useGrace } from './use_grace';

/** End a job, or do the same once more. */
export function JobActions({ job, small }: { job: Job; small?: boolean }) {
  const [open, setOpen] = useState<'cancel' | 'retry' | null>(null);
  const navigate = useNavigate();
  const grace = useGrace(open === 'cancel' ? job.id : null);
  const ended = job.ended !== null;
  const icon = small ? 'size-3.5' : 'size-4';
  return (
    <>
      {ended ? (
        <Button small={small} kind={small ? 'quiet' : 'plain'} onClick={() => setOpen('retry')}>
          <RotateCcw className={icon} /> Retry
        </Button>
      ) : (
        <Button small={small} kind={small ? 'quiet' : 'danger'} onClick={() => setOpen('cancel')}>
          <CircleStop className={icon} /> Cancel
        </Button>
      )}
      <AskDialog
        open={open === 'cancel'}
        onClose={() => setOpen(null)}
        title={`Cancel ${job.name}?`}
        about={
          job.state === 'queued'
            ? 'It leaves the queue; nothing of it has run.'
            : `It is asked to end by SIGTERM: a training saves a checkpoint and can be resumed, a build goes on where it was when it is run again. What has not ended after ${grace} is killed by SIGKILL.`
        }
        command={`spark-trainer jobs cancel ${job.id}`}
        action="Cancel the job"
        kind="danger"
        run={() => data(api.POST('/api/jobs/{job}/cancel', { params: { path: { job: job.id } } }))}
        done={() => (job.state === 'queued' ? 'It left the queue.' : 'It was asked to end.')}
      />
      <AskDialog
        open={open === 'retry'}
        onClose={() => setOpen(null)}
        title={`Retry ${job.name}`}
        about="The same command once more, as a new job at the end of the queue."
        command={`spark-trainer jobs retry ${job.id}`}
        action="Retry"
        run={async () => {
          const made = await data(
            api.POST('/api/jobs/{job}/retry', { params: { path: { job: job.id } } }),
          );
          if (!small) navigate({ to: '/jobs/$job', params: { job: made.id } });
          return made;
        }}
        done={queued}
      />
    </>
  );
}
