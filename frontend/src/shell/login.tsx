import { useMutation, useQueryClient } from '@tanstack/react-query';
import { type FormEvent, useEffect, useState, useSyncExternalStore } from 'react';
import { api, data } from '@/api/client';
import { isSessionNeeded, keepKey, onSession, sessionIsNotNeeded } from '@/api/session';
import { Button } from '@/ui/button';
import { CommandLine } from '@/ui/command_line';
import { Dialog } from '@/ui/dialog';
import { TextField } from '@/ui/field';
import { Failure } from '@/ui/states';
import { say } from '@/ui/toasts';

/** Asks for the token where the server refused, and goes on with what was wanted. */
export function Login() {
  const needed = useSyncExternalStore(onSession, isSessionNeeded);
  const [token, setToken] = useState('');
  const client = useQueryClient();
  const login = useMutation({
    mutationFn: () => data(api.POST('/api/session', { body: { token: token.trim() } })),
    onSuccess: ({ key }) => {
      keepKey(key);
      setToken('');
      client.invalidateQueries();
      say('This browser may change things now. Please do it again.');
    },
  });
  useEffect(() => {
    if (!needed) setToken('');
  }, [needed]);
  const submit = (event: FormEvent) => {
    event.preventDefault();
    login.mutate();
  };
  return (
    <Dialog
      open={needed}
      onClose={sessionIsNotNeeded}
      title="Log in this browser"
      about="Changes need the token of this installation, so that no other page and nobody else on this machine can make them."
    >
      <form onSubmit={submit} className="space-y-4 pb-3">
        <div>
          <p className="mb-1 text-sm font-medium">Where the token lies</p>
          <CommandLine command="cat ~/.spark_trainer/token" />
          <p className="mt-1 text-sm text-ink-3">
            Or open the link that <code className="font-mono">spark-trainer serve</code> prints: it
            logs a browser in by itself.
          </p>
        </div>
        <TextField
          label="Token"
          type="password"
          autoComplete="off"
          required
          value={token}
          onChange={(e) => setToken(e.target.value)}
        />
        {login.error && <Failure error={login.error} />}
        <div className="flex justify-end gap-2">
          <Button onClick={sessionIsNotNeeded}>Only look</Button>
          <Button kind="primary" type="submit" busy={login.isPending} disabled={!token.trim()}>
            Log in
          </Button>
        </div>
      </form>
    </Dialog>
  );
}
