import { createRoute, lazyRouteComponent } from '@tanstack/react-router';
import { rootRoute } from '../root';

export const modelRoutes = [
  createRoute({
    getParentRoute: () => rootRoute,
    path: '/models',
    component: lazyRouteComponent(() => import('./my_models'), 'MyModels'),
  }),
  createRoute({
    getParentRoute: () => rootRoute,
    path: '/models/templates',
    component: lazyRouteComponent(() => import('./gallery'), 'Gallery'),
  }),
  createRoute({
    getParentRoute: () => rootRoute,
    path: '/models/templates/$name',
    component: lazyRouteComponent(() => import('./template'), 'TemplateDetail'),
  }),
  createRoute({
    getParentRoute: () => rootRoute,
    path: '/models/templates/$name/use',
    component: lazyRouteComponent(() => import('./use_template'), 'UseTemplate'),
  }),
] as const;
