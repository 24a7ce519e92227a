import { createRoute, lazyRouteComponent } from '@tanstack/react-router';
import { rootRoute } from '../root';

export const datasetRoutes = [
  createRoute({
    getParentRoute: () => rootRoute,
    path: '/datasets',
    component: lazyRouteComponent(() => import('./list'), 'DatasetList'),
  }),
  createRoute({
    getParentRoute: () => rootRoute,
    path: '/datasets/new',
    component: lazyRouteComponent(() => import('./builder'), 'DatasetBuilder'),
  }),
  createRoute({
    getParentRoute: () => rootRoute,
    path: '/datasets/$dataset',
    component: lazyRouteComponent(() => import('./viewer'), 'DatasetViewer'),
  }),
  createRoute({
    getParentRoute: () => rootRoute,
    path: '/datasets/$dataset/history',
    component: lazyRouteComponent(() => import('./history'), 'DatasetHistory'),
  }),
  createRoute({
    getParentRoute: () => rootRoute,
    path: '/datasets/$dataset/entries/$entry',
    component: lazyRouteComponent(() => import('./sample'), 'SampleView'),
  }),
] as const;
