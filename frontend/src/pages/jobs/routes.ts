import { createRoute, lazyRouteComponent } from '@tanstack/react-router';
import { rootRoute } from '../root';
import { jobListSearch } from './searches';

export const jobRoutes = [
  createRoute({
    getParentRoute: () => rootRoute,
    path: '/jobs',
    validateSearch: jobListSearch,
    component: lazyRouteComponent(() => import('./list'), 'JobList'),
  }),
  createRoute({
    getParentRoute: () => rootRoute,
    path: '/jobs/$job',
    component: lazyRouteComponent(() => import('./job'), 'JobView'),
  }),
] as const;
