import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { Ellipsis, FolderOpen, RefreshCw, ShieldCheck, Trash2 } from 'lucide-react';
import { type ReactNode, useState } from 'react';
import { api, at, type Schemas } from '@/api/client';
import { takeAnswer } from '@/api/freshness';
import { curlLine } from '@/lib/command';
import { Button, IconButton } from '@/ui/button';
import { CommandLine } from '@/ui/command_line';
import { Dialog } from '@/ui/dialog';
import { Menu } from '@/ui/menu';
import { Failure } from '@/ui/states';
import { say } from '@/ui/toasts';
import { VerifyDialog } from '../verify_dialog';
import { useRestore } from './use_restore';

type Asked = 'verify' | 'delete' | null;

/** What can be done with a dataset. */
export function DatasetMenu({ dataset }: { dataset: Schemas['Dataset'] }) {
  const [asked, ask] = useState<Asked>(null);
  const navigate = useNavigate();
  const close = () => ask(null);
  return (
    <>
      <Menu
        trigger={
          <IconButton label={`Actions for ${dataset.name}`} className="-mt-1 -mr-1.5">
            <Ellipsis className="size-4" />
          </IconButton>
        }
        items={[
          {
            label: <Item icon={<FolderOpen />} text="Open" />,
            onChoose: () => navigate({ to: '/datasets/$dataset', params: { dataset: dataset.id } }),
          },
          {
            label: <Item icon={<RefreshCw />} text="Bring up to date …" />,
            onChoose: () => navigate({ to: '/datasets/new', search: { like: dataset.id } }),
          },
          {
            label: <Item icon={<ShieldCheck />} text="Verify …" />,
            onChoose: () => ask('verify'),
          },
          {
            label: <Item icon={<Trash2 />} text="Delete …" />,
            onChoose: () => ask('delete'),
            danger: true,
          },
        ]}
      />
      {asked === 'verify' && <VerifyDialog dataset={dataset} onClose={close} />}
      <Delete dataset={dataset} open={asked === 'delete'} onClose={close} />
    </>
  );
}

function Item({ icon, text }: { icon: ReactNode; text: string }) {
  return (
    <>
      {icon}
      {text}
    </>
  );
}

interface Part {
  dataset: Schemas['Dataset'];
  open: boolean;
  onClose: () => void;
}

function Delete({ dataset, open, onClose }: Part) {
  const client = useQueryClient();
  const restore = useRestore();
  const params = { path: { dataset: dataset.id } };
  const remove = useMutation({
    mutationFn: async () => {
      await api.DELETE('/api/datasets/{dataset}', { params });
    },
    onSuccess: () => {
      onClose();
      takeAnswer<Schemas['Dataset'][]>(client, ['datasets'], (old) =>
        old?.filter((one) => one.id !== dataset.id),
      );
      client.invalidateQueries({ queryKey: ['datasets', 'trash'] });
      say(`${dataset.name} is in the trash.`, {
        label: 'Undo',
        run: () => restore.mutate({ id: dataset.id, name: dataset.name }),
      });
    },
  });
  return (
    <Dialog
      open={open}
      onClose={onClose}
      title={`Delete ${dataset.name}?`}
      about="It moves into the trash, and can be put back until the trash is emptied. Its videos are not touched."
      actions={
        <>
          <Button onClick={onClose}>Keep it</Button>
          <Button kind="danger" busy={remove.isPending} onClick={() => remove.mutate()}>
            Move to the trash
          </Button>
        </>
      }
    >
      <CommandLine command={curlLine('DELETE', at(`api/datasets/${dataset.id}`))} />
      {remove.error && <Failure error={remove.error} className="mt-3" />}
    </Dialog>
  );
}
