import { createRoute, lazyRouteComponent } from '@tanstack/react-router';
import { rootRoute } from '../root';
import { gallerySearch, modelsSearch, templateSearch, useSearch } from './searches';

export const modelRoutes = [
  createRoute({
    getParentRoute: () => rootRoute,
    path: '/models',
    validateSearch: modelsSearch,
    component: lazyRouteComponent(() => import('./my_models'), 'MyModels'),
  }),
  createRoute({
    getParentRoute: () => rootRoute,
    path: '/models/templates',
    validateSearch: gallerySearch,
    component: lazyRouteComponent(() => import('./gallery'), 'Gallery'),
  }),
  createRoute({
    getParentRoute: () => rootRoute,
    path: '/models/templates/$name',
    validateSearch: templateSearch,
    component: lazyRouteComponent(() => import('./template'), 'TemplateDetail'),
  }),
  createRoute({
    getParentRoute: () => rootRoute,
    path: '/models/templates/$name/use',
    validateSearch: useSearch,
    component: lazyRouteComponent(() => import('./use_template'), 'UseTemplate'),
  }),
] as const;
