import { Link } from '@tanstack/react-router';
import { Copy, EllipsisVertical, Pencil, Trash2, Undo2 } from 'lucide-react';
import type { Schemas } from '@/api/client';
import { commandLine } from '@/lib/command';
import { Badge, type Tone } from '@/ui/badge';
import { buttonClass, IconButton } from '@/ui/button';
import { CommandLine } from '@/ui/command_line';
import { Menu } from '@/ui/menu';
import { isMapping, labelOf, typed } from '../form/fields';
import { type Origin, originOf, shortPlace } from './origin';

const ORIGINS: Record<Origin, { label: string; tone: Tone }> = {
  shipped: { label: 'shipped', tone: 'neutral' },
  replaced: { label: 'replaces shipped', tone: 'accent' },
  own: { label: 'yours', tone: 'accent' },
};
const NOT_SHOWN = new Set(['description', 'framework']);

/** One profile: what it says, where it is written, and the command that takes it. */
export function ProfileCard({
  name,
  read,
  onCopy,
  onDelete,
}: {
  name: string;
  read: Schemas['Profiles'];
  onCopy: () => void;
  onDelete: () => void;
}) {
  const profile = read.profiles[name] ?? {};
  const origin = originOf(read, name);
  const place = read.origins[name] ?? '';
  const said = Object.entries(profile).filter(
    ([key, value]) => !NOT_SHOWN.has(key) && value !== null,
  );
  return (
    <li className="flex min-w-0 flex-col rounded-lg border bg-surface p-4 shadow-card sm:p-5">
      <div className="flex items-start justify-between gap-3">
        <div className="min-w-0">
          <h2 className="flex flex-wrap items-center gap-x-2.5 gap-y-1 text-lg font-semibold">
            <span className="min-w-0 break-words">{name}</span>
            <Badge tone={ORIGINS[origin].tone}>{ORIGINS[origin].label}</Badge>
          </h2>
          <p className="mt-0.5 break-words text-ink-2">
            {typed(profile.description) || 'No description.'}
          </p>
        </div>
        <div className="-mr-1.5 flex shrink-0 items-center gap-1">
          <Link
            to="/profile/profiles"
            search={{ edit: name }}
            aria-label={`Edit ${name}`}
            className={buttonClass('plain', true)}
          >
            <Pencil aria-hidden className="size-3.5" /> Edit
          </Link>
          <Menu
            trigger={
              <IconButton label={`More of ${name}`}>
                <EllipsisVertical className="size-4" />
              </IconButton>
            }
            items={[
              {
                label: (
                  <>
                    <Copy aria-hidden /> Copy
                  </>
                ),
                onChoose: onCopy,
              },
              ...(origin === 'shipped'
                ? []
                : [
                    {
                      label:
                        origin === 'own' ? (
                          <>
                            <Trash2 aria-hidden /> Delete
                          </>
                        ) : (
                          <>
                            <Undo2 aria-hidden /> Bring the shipped one back
                          </>
                        ),
                      danger: origin === 'own',
                      onChoose: onDelete,
                    },
                  ]),
            ]}
          />
        </div>
      </div>
      {said.length === 0 ? (
        <p className="mt-4 mb-4 text-ink-3">Changes nothing: all is as elsewhere.</p>
      ) : (
        <dl className="mt-4 mb-4 grid grid-cols-2 gap-x-6 gap-y-2.5 sm:grid-cols-3">
          {said.map(([key, value]) => (
            <div key={key} className="min-w-0">
              <dt className="text-sm text-ink-3">{SHORT[key] ?? labelOf(key)}</dt>
              <dd className="truncate font-medium" title={shown(value)}>
                {shown(value)}
              </dd>
            </div>
          ))}
        </dl>
      )}
      <div className="mt-auto">
        <CommandLine command={commandLine('train', ['TEMPLATE'], { profile: name })} />
        <p className="mt-2 truncate font-mono text-xs text-ink-3" title={place}>
          {shortPlace(place)}
        </p>
      </div>
    </li>
  );
}

const SHORT: Record<string, string> = {
  gradient_accumulation_steps: 'Accumulation',
  gradient_checkpointing: 'Checkpointing',
};

function shown(value: unknown): string {
  if (value === true) return 'yes';
  if (value === false) return 'no';
  if (!isMapping(value)) return typed(value);
  const { kind, rank } = value;
  return [typed(kind), rank !== undefined && `rank ${typed(rank)}`].filter(Boolean).join(', ');
}
