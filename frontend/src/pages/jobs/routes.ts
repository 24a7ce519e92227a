import { createRoute, lazyRouteComponent } from '@tanstack/react-router';
import { rootRoute } from '../root';

export const jobRoutes = [
  createRoute({
    getParentRoute: () => rootRoute,
    path: '/jobs',
    component: lazyRouteComponent(() => import('./list'), 'JobList'),
  }),
  createRoute({
    getParentRoute: () => rootRoute,
    path: '/jobs/$job',
    component: lazyRouteComponent(() => import('./job'), 'JobView'),
  }),
] as const;
