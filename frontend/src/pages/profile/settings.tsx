import { useQuery } from '@tanstack/react-query';
import { queries } from '@/api/queries';
import { Found, Skeleton } from '@/ui/states';
import { groupsOf } from './form/fields';
import { ProfilePage } from './profile_page';
import { profileQueries } from './queries';
import { AppearanceCard } from './settings/appearance_card';
import { ConfigForm } from './settings/config_form';
import { SecretsCard } from './settings/secrets_card';

/** Who works here, where things lie, what runs take; keys of others; colours. */
export function SettingsPage() {
  const schema = useQuery(profileQueries.configSchema());
  const config = useQuery(queries.config());
  return (
    <ProfilePage about="Settings of this installation. Every command and every run reads them.">
      <div className="grid grid-cols-1 items-start gap-4 xl:grid-cols-[minmax(0,1fr)_26rem]">
        <Found query={config} loading={<Skeleton className="h-96" />}>
          {(read) => (
            <Found query={schema} loading={<Skeleton className="h-96" />}>
              {(told) => (
                <ConfigForm
                  groups={groupsOf(told)}
                  read={read}
                  refresh={async () => (await config.refetch()).data ?? read}
                />
              )}
            </Found>
          )}
        </Found>
        <div className="grid gap-4">
          <SecretsCard />
          <AppearanceCard />
        </div>
      </div>
    </ProfilePage>
  );
}
