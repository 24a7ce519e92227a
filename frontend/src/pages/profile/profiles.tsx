import { useQuery } from '@tanstack/react-query';
import { Link, useSearch } from '@tanstack/react-router';
import { Plus } from 'lucide-react';
import { queries } from '@/api/queries';
import { buttonClass } from '@/ui/button';
import { Found, Loading } from '@/ui/states';
import { groupsOf } from './form/fields';
import { ProfilePage } from './profile_page';
import { EditorPage } from './profiles/editor_page';
import { ProfileList } from './profiles/profile_list';
import { profileQueries } from './queries';

/** Settings for a kind of work, by name: all of them, or one in its editor. */
export function ProfilesPage() {
  const { edit, copy, as } = useSearch({ from: '/profile/profiles' });
  const found = useQuery(queries.profiles());
  const schema = useQuery(profileQueries.profileSchema());
  const editing = edit !== undefined || copy !== undefined;
  return (
    <ProfilePage
      about="Settings for a kind of work, taken together by their name."
      actions={
        !editing && (
          <Link to="/profile/profiles" search={{ copy: '' }} className={buttonClass('primary')}>
            <Plus aria-hidden className="size-4" /> New profile
          </Link>
        )
      }
    >
      <Found query={found} loading={<Loading rows={5} />}>
        {(read) =>
          editing ? (
            <Found query={schema} loading={<Loading rows={5} />}>
              {(told) => (
                <EditorPage
                  key={edit ?? `copy ${copy}`}
                  read={read}
                  groups={groupsOf(told)}
                  edit={edit ?? null}
                  copy={copy ?? ''}
                  as={as ?? 'form'}
                  refresh={async () => void (await found.refetch())}
                />
              )}
            </Found>
          ) : (
            <ProfileList read={read} />
          )
        }
      </Found>
    </ProfilePage>
  );
}
