import { createRoute, lazyRouteComponent } from '@tanstack/react-router';
import { rootRoute } from '../root';
import { compareSearch, runListSearch, runSearch } from './searches';

export const runRoutes = [
  createRoute({
    getParentRoute: () => rootRoute,
    path: '/runs',
    validateSearch: runListSearch,
    component: lazyRouteComponent(() => import('./list'), 'RunList'),
  }),
  createRoute({
    getParentRoute: () => rootRoute,
    path: '/runs/compare',
    validateSearch: compareSearch,
    component: lazyRouteComponent(() => import('./compare'), 'RunCompare'),
  }),
  createRoute({
    getParentRoute: () => rootRoute,
    path: '/runs/$run',
    validateSearch: runSearch,
    component: lazyRouteComponent(() => import('./run'), 'RunView'),
  }),
] as const;
