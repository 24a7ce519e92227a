import { Gauge, Layers, SlidersHorizontal } from 'lucide-react';
import type { ReactNode } from 'react';
import { Page, TabLinks } from '@/ui/page';

const EXACT = { exact: true, includeSearch: false };

/** The frame of the three pages of this part. */
export function ProfilePage({
  about,
  actions,
  children,
}: {
  about?: ReactNode;
  actions?: ReactNode;
  children: ReactNode;
}) {
  return (
    <Page title="Profile" about={about} actions={actions}>
      <TabLinks
        label="Profile"
        tabs={[
          {
            label: (
              <>
                <Gauge aria-hidden className="size-4" /> Dashboard
              </>
            ),
            link: { to: '/profile', activeOptions: EXACT },
          },
          {
            label: (
              <>
                <SlidersHorizontal aria-hidden className="size-4" /> Settings
              </>
            ),
            link: { to: '/profile/settings', activeOptions: EXACT },
          },
          {
            label: (
              <>
                <Layers aria-hidden className="size-4" /> Profiles
              </>
            ),
            link: { to: '/profile/profiles', activeOptions: EXACT },
          },
        ]}
      />
      {children}
    </Page>
  );
}
