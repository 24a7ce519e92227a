import { useNavigate } from '@tanstack/react-router';
import { Layers } from 'lucide-react';
import { useState } from 'react';
import { Empty } from '@/ui/states';
import { DeleteDialog } from './delete_dialog';
import type { ReadProfiles } from './origin';
import { ProfileCard } from './profile_card';

/** All profiles as cards, those of the user first. */
export function ProfileList({ read }: { read: ReadProfiles }) {
  const [deleting, setDeleting] = useState<string | null>(null);
  const navigate = useNavigate();
  const { own, profiles } = read.value;
  const names = [...own, ...Object.keys(profiles).filter((name) => !own.includes(name))];
  if (names.length === 0) {
    return (
      <Empty title="No profiles" icon={<Layers aria-hidden />}>
        Make one, and take it with <code className="font-mono">spark-trainer train --profile</code>.
      </Empty>
    );
  }
  return (
    <>
      <ul className="grid grid-cols-1 gap-4 md:grid-cols-2 2xl:grid-cols-3">
        {names.map((name) => (
          <ProfileCard
            key={name}
            name={name}
            read={read.value}
            onCopy={() => navigate({ to: '/profile/profiles', search: { copy: name } })}
            onDelete={() => setDeleting(name)}
          />
        ))}
      </ul>
      <p className="mt-4 text-sm break-all text-ink-3">
        Profiles that you make or change are written to{' '}
        <code className="font-mono">{read.value.file}</code>.
      </p>
      <DeleteDialog name={deleting} read={read} onClose={() => setDeleting(null)} />
    </>
  );
}
