import { createRoute, lazyRouteComponent } from '@tanstack/react-router';
import { rootRoute } from '../root';

export const runRoutes = [
  createRoute({
    getParentRoute: () => rootRoute,
    path: '/runs',
    component: lazyRouteComponent(() => import('./list'), 'RunList'),
  }),
  createRoute({
    getParentRoute: () => rootRoute,
    path: '/runs/compare',
    component: lazyRouteComponent(() => import('./compare'), 'RunCompare'),
  }),
  createRoute({
    getParentRoute: () => rootRoute,
    path: '/runs/$run',
    component: lazyRouteComponent(() => import('./run'), 'RunView'),
  }),
] as const;
