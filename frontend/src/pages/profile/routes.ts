import { createRoute, lazyRouteComponent } from '@tanstack/react-router';
import { rootRoute } from '../root';
import { profilesSearch } from './profiles/search';

export const profileRoutes = [
  createRoute({
    getParentRoute: () => rootRoute,
    path: '/profile',
    component: lazyRouteComponent(() => import('./dashboard'), 'Dashboard'),
  }),
  createRoute({
    getParentRoute: () => rootRoute,
    path: '/profile/settings',
    component: lazyRouteComponent(() => import('./settings'), 'SettingsPage'),
  }),
  createRoute({
    getParentRoute: () => rootRoute,
    path: '/profile/profiles',
    validateSearch: profilesSearch,
    component: lazyRouteComponent(() => import('./profiles'), 'ProfilesPage'),
  }),
] as const;
