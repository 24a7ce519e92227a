import './app.css';
import { QueryClient, QueryClientProvider } from '@tanstack/react-query';
import { RouterProvider } from '@tanstack/react-router';
import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { ProblemError } from './api/client';
import { followEvents } from './api/events';
import { takeKeyFromAddress } from './api/session';
import { router } from './router';

takeKeyFromAddress();

const client = new QueryClient({
  defaultOptions: {
    queries: {
      // What changes is told by events; a page that is opened again looks anyway.
      staleTime: 5000,
      retry: (times, error) => times < 2 && !(error instanceof ProblemError),
    },
  },
});
followEvents(client);

const root = document.getElementById('root');
if (!root) throw new Error('index.html has no #root');
createRoot(root).render(
  <StrictMode>
    <QueryClientProvider client={client}>
      <RouterProvider router={router} />
    </QueryClientProvider>
  </StrictMode>,
);
