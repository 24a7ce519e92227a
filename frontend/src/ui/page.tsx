import { Link, type LinkProps } from '@tanstack/react-router';
import { ChevronRight } from 'lucide-react';
import { type ReactNode, useEffect } from 'react';
import { classes } from './classes';

export interface Crumb {
  label: string;
  to: LinkProps['to'];
  params?: Record<string, string>;
  search?: Record<string, unknown>;
}

interface Props {
  title: string;
  /** Before the title. */
  icon?: ReactNode;
  /** Beside the title, as a badge. */
  beside?: ReactNode;
  about?: ReactNode;
  actions?: ReactNode;
  crumbs?: Crumb[];
  children: ReactNode;
}

/** The frame of every page: where it is, what it is, what can be done. */
export function Page({ title, icon, beside, about, actions, crumbs, children }: Props) {
  useEffect(() => {
    document.title = `${title} · SparkTrainer`;
  }, [title]);
  return (
    <div className="mx-auto w-full max-w-[88rem] px-4 py-5 sm:px-6 lg:px-8 lg:py-7">
      {crumbs && (
        <nav aria-label="Breadcrumb" className="mb-1.5">
          <ol className="flex flex-wrap items-center gap-1 text-sm text-ink-3">
            {crumbs.map((crumb, index) => (
              <li key={crumb.label} className="flex items-center gap-1">
                {index > 0 && <ChevronRight aria-hidden className="size-3.5" />}
                <Link
                  {...({ to: crumb.to, params: crumb.params, search: crumb.search } as LinkProps)}
                  className="hover:text-ink hover:underline"
                >
                  {crumb.label}
                </Link>
              </li>
            ))}
          </ol>
        </nav>
      )}
      <header className="mb-5 flex flex-wrap items-start justify-between gap-x-6 gap-y-3">
        <div className="flex min-w-0 items-start gap-4">
          {icon}
          <div className="min-w-0">
            <div className="flex flex-wrap items-center gap-x-3 gap-y-1">
              <h1 className="text-2xl font-semibold tracking-tight break-words">{title}</h1>
              {beside}
            </div>
            {about && <p className="mt-0.5 max-w-3xl text-ink-2">{about}</p>}
          </div>
        </div>
        {actions && <div className="flex flex-wrap items-center gap-2">{actions}</div>}
      </header>
      {children}
    </div>
  );
}

/** Tabs that are addresses of their own: a reload, a bookmark and the back button keep them. */
export function TabLinks({
  label,
  tabs,
}: {
  label: string;
  tabs: { label: ReactNode; link: LinkProps }[];
}) {
  return (
    <nav aria-label={label} className="mb-5 flex gap-1 overflow-x-auto border-b">
      {tabs.map((tab, index) => (
        <Link
          key={index}
          {...tab.link}
          activeOptions={{ exact: true, includeSearch: true, ...tab.link.activeOptions }}
          className={classes(
            '-mb-px flex items-center gap-1.5 border-b-2 border-transparent px-3 py-2 font-medium whitespace-nowrap text-ink-2 hover:text-ink',
            'data-[status=active]:border-accent data-[status=active]:text-ink',
          )}
        >
          {tab.label}
        </Link>
      ))}
    </nav>
  );
}
