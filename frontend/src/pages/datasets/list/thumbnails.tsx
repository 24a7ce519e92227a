import { useQuery } from '@tanstack/react-query';
import { Film, TriangleAlert } from 'lucide-react';
import { useState } from 'react';
import { at, type Schemas } from '@/api/client';
import { datasetQueries } from '../queries';

const SHOWN = 4;

/** The first frames of the first videos, side by side. */
export function Thumbnails({ dataset }: { dataset: Schemas['Dataset'] }) {
  const first = useQuery({
    ...datasetQueries.firstEntries(dataset.id),
    enabled: !dataset.problem,
    retry: false,
  });
  const entries = first.data?.entries ?? [];
  if (dataset.problem)
    return (
      <div className="flex h-24 items-center justify-center border-b bg-bad-soft text-bad">
        <TriangleAlert aria-hidden className="size-6" />
      </div>
    );
  return (
    <div className="grid h-24 grid-cols-4 gap-px border-b bg-line">
      {Array.from({ length: SHOWN }, (_, place) => {
        const entry = entries[place];
        return entry && entry.frames > 0 ? (
          <Picture key={entry.id} dataset={dataset.id} entry={entry.id} />
        ) : (
          <Blank key={place} />
        );
      })}
    </div>
  );
}

function Picture({ dataset, entry }: { dataset: string; entry: string }) {
  const [broken, setBroken] = useState(false);
  if (broken) return <Blank />;
  return (
    <img
      alt=""
      loading="lazy"
      decoding="async"
      src={at(`api/datasets/${dataset}/entries/${entry}/thumbnail`)}
      onError={() => setBroken(true)}
      className="h-24 w-full bg-sunken object-cover"
    />
  );
}

function Blank() {
  return (
    <div className="flex items-center justify-center bg-sunken text-line-strong">
      <Film aria-hidden className="size-5" />
    </div>
  );
}
