import { useNavigate } from '@tanstack/react-router';
import type { Schemas } from '@/api/client';
import { plural, span } from '@/lib/format';
import { SearchField } from '@/ui/search_field';
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
      <SearchField
        label="Search by name"
        placeholder="Search by name"
        value={q}
        onValue={(text) =>
          navigate({ to: '/datasets', search: { q: text || undefined }, replace: true })
        }
        className="w-full sm:w-64"
      />
    </div>
  );
}
