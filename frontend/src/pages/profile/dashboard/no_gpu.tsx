import { Cpu } from 'lucide-react';

/** Says why there is no GPU, and that this stops nothing. */
export function NoGpu({ why }: { why: string | null }) {
  return (
    <section
      aria-labelledby="no-gpu"
      className="flex min-w-0 flex-1 gap-3 rounded-lg border bg-surface p-4 shadow-card sm:px-5"
    >
      <Cpu aria-hidden className="mt-0.5 size-4.5 shrink-0 text-ink-3" />
      <div className="min-w-0">
        <h2 id="no-gpu" className="font-semibold">
          Everything runs on the CPU
        </h2>
        <p className="mt-0.5 text-sm text-ink-2">
          Templates that end in <code className="font-mono">-tiny</code> are made for it.
        </p>
        {why && (
          <p className="mt-1.5 text-sm break-words text-ink-3">
            {why.charAt(0).toUpperCase() + why.slice(1)}
          </p>
        )}
      </div>
    </section>
  );
}
