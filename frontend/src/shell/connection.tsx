import { CloudOff } from 'lucide-react';
import { useConnection } from '@/api/events';

/** Says when the server is gone; the browser goes on trying, and catches up when it is back. */
export function ConnectionBanner() {
  const connection = useConnection();
  return (
    <div role="status" aria-live="polite">
      {connection === 'lost' && (
        <p className="flex items-center gap-2 border-b border-warn/30 bg-warn-soft px-4 py-2 text-warn sm:px-6">
          <CloudOff aria-hidden className="size-4 shrink-0" />
          <span>
            The server does not answer. Jobs go on by themselves; this page comes back when{' '}
            <code className="font-mono text-sm">spark-trainer serve</code> runs again.
          </span>
        </p>
      )}
    </div>
  );
}
