import { Film } from 'lucide-react';
import { useState } from 'react';
import { at } from '@/api/client';
import { clock } from '@/lib/format';
import type { Row } from './use_pages';
import { useRested } from './use_rested';

/** The first frame, in the shape of the video, on a ground of one shape. */
export function Thumbnail({
  dataset,
  row,
  stretched,
}: {
  dataset: string;
  row: Row;
  stretched: boolean;
}) {
  return (
    <span className="relative flex aspect-video w-full items-center justify-center overflow-hidden bg-sunken">
      <Picture
        key={row.id}
        src={at(`api/datasets/${dataset}/entries/${row.id}/thumbnail`)}
        shape={stretched && row.width && row.height ? row.width / row.height : null}
      />
      <span className="tabular absolute right-1.5 bottom-1.5 rounded-sm bg-black/70 px-1 text-xs text-white">
        {clock(row.duration_s, row.duration_s < 60 ? 1 : 0)}
      </span>
    </span>
  );
}

/** `shape`: width by height, where the file's own is not that of the video. */
export function Picture({ src, shape }: { src: string; shape: number | null }) {
  const [broken, setBroken] = useState(false);
  const rested = useRested();
  if (!rested) return null;
  if (broken)
    return <Film aria-label="no picture" role="img" className="size-6 text-line-strong" />;
  return (
    <img
      alt=""
      loading="lazy"
      decoding="async"
      src={src}
      onError={() => setBroken(true)}
      style={
        shape === null
          ? undefined
          : {
              aspectRatio: shape,
              objectFit: 'fill',
              width: shape >= 16 / 9 ? '100%' : 'auto',
              height: shape >= 16 / 9 ? 'auto' : '100%',
            }
      }
      className={shape === null ? 'size-full object-contain' : undefined}
    />
  );
}
