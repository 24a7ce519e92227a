import { createRoute, createRouter, redirect } from '@tanstack/react-router';
import { ROOT } from './api/client';
import { datasetRoutes } from './pages/datasets/routes';
import { jobRoutes } from './pages/jobs/routes';
import { modelRoutes } from './pages/models/routes';
import { profileRoutes } from './pages/profile/routes';
import { rootRoute } from './pages/root';
import { runRoutes } from './pages/runs/routes';
import { Broken, Missing } from './shell/missing';

const home = createRoute({
  getParentRoute: () => rootRoute,
  path: '/',
  beforeLoad: () => {
    throw redirect({ to: '/profile', replace: true });
  },
});

export const router = createRouter({
  routeTree: rootRoute.addChildren([
    home,
    ...profileRoutes,
    ...datasetRoutes,
    ...modelRoutes,
    ...runRoutes,
    ...jobRoutes,
  ]),
  basepath: ROOT.pathname,
  defaultPreload: 'intent',
  scrollRestoration: true,
  defaultNotFoundComponent: Missing,
  defaultErrorComponent: Broken,
});

declare module '@tanstack/react-router' {
  interface Register {
    router: typeof router;
  }
}
