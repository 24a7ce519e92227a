import { Link, useNavigate } from '@tanstack/react-router';
import { ArrowLeft } from 'lucide-react';
import { useMemo } from 'react';
import { buttonClass } from '@/ui/button';
import { Empty } from '@/ui/states';
import { draftOf, type Group } from '../form/fields';
import { useKept } from '../form/kept_draft';
import { type Editing, isEditing } from './editing';
import { Editor } from './editor';
import { freeName, type ReadProfiles } from './origin';
import { textOf } from './profile_text';

/** The editor of a profile, or of a new one that starts from another. */
export function EditorPage({
  read,
  groups,
  edit,
  copy,
  as,
  refresh,
}: {
  read: ReadProfiles;
  groups: readonly Group[];
  edit: string | null;
  copy: string;
  as: 'form' | 'yaml';
  refresh: () => Promise<void>;
}) {
  const navigate = useNavigate();
  const { profiles } = read.value;
  const source = profiles[edit ?? copy];
  const [kept, keep] = useKept<Editing>(
    edit === null ? `new-profile:${copy}` : `profile:${edit}`,
    isEditing,
  );
  const begun = useMemo((): Editing => {
    const value = source ?? {};
    const text = textOf(value);
    return {
      tag: read.tag,
      before: edit === null ? '' : text,
      name: edit ?? freeName(copy, Object.keys(profiles)),
      draft:
        as === 'form'
          ? draftOf(
              groups.flatMap((group) => group.fields),
              value,
            )
          : null,
      text: as === 'yaml' ? text : '',
    };
  }, [source, read.tag, edit, copy, profiles, as, groups]);

  if (source === undefined && (edit !== null || copy !== '') && kept === null) {
    return (
      <Empty
        title={`There is no profile ${edit ?? copy}`}
        actions={
          <Link to="/profile/profiles" className={buttonClass()}>
            All profiles
          </Link>
        }
      >
        It may have been deleted since the link was made.
      </Empty>
    );
  }
  return (
    <>
      <Link
        to="/profile/profiles"
        className="mb-3 inline-flex items-center gap-1.5 rounded-sm text-sm text-ink-2 hover:text-ink"
      >
        <ArrowLeft aria-hidden className="size-4" /> All profiles
      </Link>
      <Editor
        read={read}
        groups={groups}
        edit={edit}
        editing={kept ?? begun}
        changed={kept !== null}
        onChange={keep}
        onDiscard={() => keep(null)}
        onAs={(next) =>
          navigate({
            to: '/profile/profiles',
            search: {
              ...(edit === null ? { copy } : { edit }),
              ...(next === 'yaml' ? { as: next } : {}),
            },
            replace: true,
          })
        }
        onSaved={() => {
          keep(null);
          navigate({ to: '/profile/profiles' });
        }}
        refresh={refresh}
      />
    </>
  );
}
