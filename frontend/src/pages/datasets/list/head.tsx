import { useNavigate } from '@tanstack/react-router';
import { Search } from 'lucide-react';
import type { Schemas } from '@/api/client';
import { plural, span } from '@/lib/format';
import { figuresOf } from '../counts';

interface Props {
  all: readonly Schemas['Dataset'][];
  shown: number;
  q: string;
}

/** What there is in all, and the search by name. */
export function ListHead({ all, shown, q }: Props) {
  const navigate = useNavigate();
  const videos = all.reduce((sum, one) => sum + figuresOf(one.counts).videos, 0);
  const seconds = all.reduce((sum, one) => sum + figuresOf(one.counts).seconds, 0);
  return (
    <div className="mb-4 flex flex-wrap items-center justify-between gap-x-6 gap-y-3">
      <p className="tabular text-ink-2" aria-live="polite">
        {q
          ? `${shown} of ${plural(all.length, 'dataset')}`
          : `${plural(all.length, 'dataset')} · ${plural(videos, 'video')} · ${span(seconds)}`}
      </p>
      <label className="relative w-full sm:w-64">
        <span className="sr-only">Search by name</span>
        <Search
          aria-hidden
          className="pointer-events-none absolute top-1/2 left-2.5 size-4 -translate-y-1/2 text-ink-3"
        />
        <input
          type="search"
          placeholder="Search by name"
          value={q}
          onChange={(event) =>
            navigate({
              to: '/datasets',
              search: { q: event.target.value || undefined },
              replace: true,
            })
          }
          className="field pl-8"
        />
      </label>
    </div>
  );
}
