import { createRootRoute } from '@tanstack/react-router';
import { Shell } from '@/shell/shell';

/** All pages are below it. */
export const rootRoute = createRootRoute({ component: Shell });
