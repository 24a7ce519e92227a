import { queryOptions } from '@tanstack/react-query';
import { api, data } from '@/api/client';

/** What these pages alone ask for. */
export const profileQueries = {
  configSchema: () =>
    queryOptions({
      queryKey: ['config-schema'],
      queryFn: () => data(api.GET('/api/config/schema')),
      staleTime: Number.POSITIVE_INFINITY,
    }),
  profileSchema: () =>
    queryOptions({
      queryKey: ['profile-schema'],
      queryFn: () => data(api.GET('/api/config/profiles/schema')),
      staleTime: Number.POSITIVE_INFINITY,
    }),
  secrets: () =>
    queryOptions({
      queryKey: ['secrets'],
      queryFn: () => data(api.GET('/api/config/secrets')),
    }),
};
