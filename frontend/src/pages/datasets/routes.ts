import { createRoute, lazyRouteComponent } from '@tanstack/react-router';
import { rootRoute } from '../root';
import { builderSearch, listSearch } from './search';
import { sampleSearch, viewerSearch } from './viewer/search';

export const datasetRoutes = [
  createRoute({
    getParentRoute: () => rootRoute,
    path: '/datasets',
    validateSearch: listSearch,
    component: lazyRouteComponent(() => import('./list'), 'DatasetList'),
  }),
  createRoute({
    getParentRoute: () => rootRoute,
    path: '/datasets/new',
    validateSearch: builderSearch,
    component: lazyRouteComponent(() => import('./builder'), 'DatasetBuilder'),
  }),
  createRoute({
    getParentRoute: () => rootRoute,
    path: '/datasets/$dataset',
    validateSearch: viewerSearch,
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
    validateSearch: sampleSearch,
    component: lazyRouteComponent(() => import('./sample'), 'SampleView'),
  }),
] as const;
