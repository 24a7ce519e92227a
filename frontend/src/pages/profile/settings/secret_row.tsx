import { useMutation, useQueryClient } from '@tanstack/react-query';
import { type FormEvent, useState } from 'react';
import { api, at, data } from '@/api/client';
import { Badge } from '@/ui/badge';
import { Button } from '@/ui/button';
import { CommandLine } from '@/ui/command_line';
import { Dialog } from '@/ui/dialog';
import { TextField } from '@/ui/field';
import { Failure } from '@/ui/states';
import { say } from '@/ui/toasts';
import { profileQueries } from '../queries';

interface Props {
  name: string;
  set: boolean;
  label: string;
  about: string;
}

const TOKEN = '-H "X-SparkTrainer-Token: $(cat ~/.spark_trainer/token)"';

/** One secret: whether it is kept, and how to keep another or none. */
export function SecretRow({ name, set, label, about }: Props) {
  const [open, setOpen] = useState<'set' | 'forget' | null>(null);
  return (
    <li className="flex items-start justify-between gap-3 py-3.5 first:pt-0 last:pb-0">
      <div className="min-w-0">
        <p className="flex flex-wrap items-center gap-2 font-medium">
          {label}
          <Badge tone={set ? 'good' : 'neutral'}>{set ? 'set' : 'not set'}</Badge>
        </p>
        <p className="mt-0.5 text-sm text-ink-3">{about}</p>
      </div>
      <div className="flex shrink-0 gap-1">
        <Button
          small
          onClick={() => setOpen('set')}
          aria-label={`${set ? 'Replace' : 'Set'} ${label}`}
        >
          {set ? 'Replace' : 'Set'}
        </Button>
        {set && (
          <Button
            small
            kind="quiet"
            onClick={() => setOpen('forget')}
            aria-label={`Forget ${label}`}
          >
            Forget
          </Button>
        )}
      </div>
      <SetDialog open={open === 'set'} onClose={() => setOpen(null)} {...{ name, label, set }} />
      <ForgetDialog open={open === 'forget'} onClose={() => setOpen(null)} {...{ name, label }} />
    </li>
  );
}

interface DialogProps {
  open: boolean;
  onClose: () => void;
  name: string;
  label: string;
}

function useSecrets(done: () => void) {
  const client = useQueryClient();
  return () => {
    client.invalidateQueries({ queryKey: profileQueries.secrets().queryKey });
    done();
  };
}

function SetDialog({ open, onClose, name, label, set }: DialogProps & { set: boolean }) {
  const [value, setValue] = useState('');
  const close = () => {
    setValue('');
    onClose();
  };
  const done = useSecrets(close);
  const put = useMutation({
    mutationFn: () =>
      data(api.PUT('/api/config/secrets/{name}', { params: { path: { name } }, body: { value } })),
    onSuccess: () => {
      done();
      say(`${label} is kept. Jobs that start from now on get it.`);
    },
  });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    put.mutate();
  };
  return (
    <Dialog
      open={open}
      onClose={close}
      title={`${set ? 'Replace' : 'Set'} ${label}`}
      about="It goes into a file that you alone can read, and is never shown again."
    >
      <form onSubmit={submit} className="space-y-4 pb-3">
        <TextField
          label={label}
          type="password"
          autoComplete="off"
          required
          maxLength={4096}
          value={value}
          onChange={(event) => setValue(event.target.value)}
        />
        <div>
          <p className="mb-1 text-sm text-ink-3">In a terminal, with the value in $VALUE:</p>
          <CommandLine
            command={`curl -X PUT ${TOKEN} -H 'Content-Type: application/json' -d "{\\"value\\": \\"$VALUE\\"}" ${at(`api/config/secrets/${name}`)}`}
          />
        </div>
        {put.error && <Failure error={put.error} />}
        <div className="flex justify-end gap-2">
          <Button onClick={close}>Cancel</Button>
          <Button kind="primary" type="submit" busy={put.isPending} disabled={!value.trim()}>
            Keep it
          </Button>
        </div>
      </form>
    </Dialog>
  );
}

function ForgetDialog({ open, onClose, name, label }: DialogProps) {
  const done = useSecrets(onClose);
  const forget = useMutation({
    mutationFn: () =>
      data(api.DELETE('/api/config/secrets/{name}', { params: { path: { name } } })),
    onSuccess: () => {
      done();
      say(`${label} is forgotten.`);
    },
  });
  return (
    <Dialog
      open={open}
      onClose={onClose}
      title={`Forget ${label}?`}
      about="It cannot be brought back from here: it was never shown. Jobs that run now keep it."
      actions={
        <>
          <Button onClick={onClose}>Cancel</Button>
          <Button kind="danger" busy={forget.isPending} onClick={() => forget.mutate()}>
            Forget it
          </Button>
        </>
      }
    >
      <CommandLine command={`curl -X DELETE ${TOKEN} ${at(`api/config/secrets/${name}`)}`} />
      {forget.error && <Failure error={forget.error} className="mt-3" />}
    </Dialog>
  );
}
