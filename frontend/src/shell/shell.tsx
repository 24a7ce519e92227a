import { useQuery } from '@tanstack/react-query';
import { Link, Outlet, useLocation } from '@tanstack/react-router';
import { Monitor, Moon, Sun } from 'lucide-react';
import { lazy, Suspense, useSyncExternalStore } from 'react';
import { queries } from '@/api/queries';
import { isSessionNeeded, onSession } from '@/api/session';
import { IconButton } from '@/ui/button';
import { classes } from '@/ui/classes';
import { Toasts } from '@/ui/toasts';
import { ConnectionBanner } from './connection';
import { useKeptPlace } from './kept_place';
import { SECTIONS, type Section } from './sections';
import { setTheme, type Theme, useTheme } from './theme';

/** What stands around every page: a list of its parts at the side, or on a phone at the foot. */
export function Shell() {
  const path = useLocation({ select: (location) => location.pathname });
  useKeptPlace();
  return (
    <div className="flex min-h-dvh flex-col lg:flex-row">
      <a
        href="#main"
        className="sr-only z-50 rounded-md bg-surface px-3 py-2 focus:not-sr-only focus:absolute focus:top-2 focus:left-2"
      >
        Skip to the content
      </a>
      <Side path={path} />
      <div className="flex min-w-0 flex-1 flex-col pb-16 lg:pb-0">
        <header className="flex items-center justify-between border-b bg-surface px-4 py-2 lg:hidden">
          <Logo />
          <ThemeButton />
        </header>
        <ConnectionBanner />
        <main id="main" tabIndex={-1} className="min-w-0 flex-1 outline-none">
          <Outlet />
        </main>
      </div>
      <Foot path={path} />
      <LoginWhenNeeded />
      <Toasts />
    </div>
  );
}

const Login = lazy(() => import('./login').then((module) => ({ default: module.Login })));

/** The server has refused: its code comes from there, too. */
function LoginWhenNeeded() {
  const needed = useSyncExternalStore(onSession, isSessionNeeded);
  return (
    needed && (
      <Suspense fallback={null}>
        <Login />
      </Suspense>
    )
  );
}

function Logo() {
  return (
    <Link to="/profile" className="flex items-center gap-2.5 rounded-md">
      <svg viewBox="0 0 32 32" className="size-7" aria-hidden>
        <rect width="32" height="32" rx="8" fill="#1c1917" />
        <path
          d="M18.6 4.5 7.8 17.6c-.5.6-.1 1.5.7 1.5h5.3l-1.6 8.1c-.2 1 1 1.6 1.7.8l10.4-13.2c.5-.6.1-1.5-.7-1.5h-5.2l1.9-8c.2-1-1-1.6-1.7-.8Z"
          fill="#fb923c"
        />
      </svg>
      <span className="text-lg font-semibold tracking-tight">SparkTrainer</span>
    </Link>
  );
}

function Side({ path }: { path: string }) {
  return (
    <aside className="sticky top-0 hidden h-dvh w-56 shrink-0 flex-col border-r bg-surface px-3 py-4 lg:flex">
      <div className="px-2 pb-5">
        <Logo />
      </div>
      <nav aria-label="Main" className="flex flex-1 flex-col gap-0.5">
        {SECTIONS.map((section) => (
          <Link
            key={section.label}
            to={section.to}
            aria-current={path.startsWith(section.under) ? 'page' : undefined}
            className={classes(
              'flex items-center gap-2.5 rounded-md px-2.5 py-2 font-medium transition-colors',
              path.startsWith(section.under)
                ? 'bg-accent-soft text-accent'
                : 'text-ink-2 hover:bg-hover hover:text-ink',
            )}
          >
            <section.icon aria-hidden className="size-4.5" />
            <span className="flex-1">{section.label}</span>
            <Waiting section={section} />
          </Link>
        ))}
      </nav>
      <div className="flex items-center justify-between px-1">
        <Version />
        <ThemeButton />
      </div>
    </aside>
  );
}

/** How many jobs run, beside their name. */
function Waiting({ section }: { section: Section }) {
  const jobs = useQuery({ ...queries.dashboard(), enabled: section.label === 'Jobs' });
  const running = section.label === 'Jobs' ? (jobs.data?.jobs.running ?? 0) : 0;
  if (!running) return null;
  return (
    <span className="tabular rounded-full bg-info-soft px-1.5 text-xs text-info">
      {running}
      <span className="sr-only"> running</span>
    </span>
  );
}

function Foot({ path }: { path: string }) {
  return (
    <nav
      aria-label="Main, on a phone"
      className="fixed inset-x-0 bottom-0 z-30 flex border-t bg-surface lg:hidden"
    >
      {SECTIONS.map((section) => (
        <Link
          key={section.label}
          to={section.to}
          aria-current={path.startsWith(section.under) ? 'page' : undefined}
          className={classes(
            'flex flex-1 flex-col items-center gap-0.5 py-2 text-xs font-medium',
            path.startsWith(section.under) ? 'text-accent' : 'text-ink-2',
          )}
        >
          <section.icon aria-hidden className="size-5" />
          {section.label}
        </Link>
      ))}
    </nav>
  );
}

function Version() {
  const dashboard = useQuery(queries.dashboard());
  const version = dashboard.data?.environment.spark_trainer;
  return (
    <span className="px-1.5 font-mono text-xs text-ink-3">{version ? `v${version}` : ''}</span>
  );
}

const NEXT: Record<Theme, { theme: Theme; label: string; icon: typeof Sun }> = {
  system: { theme: 'light', label: 'Colours follow the system; take light ones', icon: Monitor },
  light: { theme: 'dark', label: 'Colours are light; take dark ones', icon: Sun },
  dark: { theme: 'system', label: 'Colours are dark; follow the system', icon: Moon },
};

function ThemeButton() {
  const next = NEXT[useTheme()];
  return (
    <IconButton label={next.label} onClick={() => setTheme(next.theme)}>
      <next.icon className="size-4.5" />
    </IconButton>
  );
}
