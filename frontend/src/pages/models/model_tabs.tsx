import { LayoutTemplate, Package } from 'lucide-react';
import { TabLinks } from '@/ui/page';

export function ModelTabs() {
  return (
    <TabLinks
      label="Models"
      tabs={[
        {
          label: (
            <>
              <Package aria-hidden className="size-4" /> My Models
            </>
          ),
          link: { to: '/models', activeOptions: { exact: true, includeSearch: false } },
        },
        {
          label: (
            <>
              <LayoutTemplate aria-hidden className="size-4" /> Templates
            </>
          ),
          link: { to: '/models/templates', activeOptions: { exact: true, includeSearch: false } },
        },
      ]}
    />
  );
}
