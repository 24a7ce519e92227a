import { useQuery } from '@tanstack/react-query';
import { useEffect, useRef, useState } from 'react';
import type { Schemas } from '@/api/client';
import { runQueries } from './queries';
import { sparkPath } from './spark_path';

const WIDTH = 96;
const HEIGHT = 24;

/** The loss of a run, small; asked for when its row comes into sight. */
export function Sparkline({ run }: { run: Schemas['Run'] }) {
  const place = useRef<HTMLDivElement>(null);
  const [seen, setSeen] = useState(false);
  useEffect(() => {
    if (!place.current || seen) return;
    const watch = new IntersectionObserver((entries) => {
      if (entries.some((entry) => entry.isIntersecting)) setSeen(true);
    });
    watch.observe(place.current);
    return () => watch.disconnect();
  }, [seen]);
  const curve = useQuery({ ...runQueries.spark(run), enabled: seen && run.step !== null });
  const points = curve.data?.series.loss ?? [];
  return (
    <div ref={place} style={{ width: WIDTH, height: HEIGHT }}>
      {points.length > 1 && (
        <svg
          viewBox={`0 0 ${WIDTH} ${HEIGHT}`}
          role="img"
          aria-label="Curve of its loss"
          className="text-series-1"
        >
          <path
            d={sparkPath(points, WIDTH, HEIGHT)}
            fill="none"
            stroke="currentColor"
            strokeWidth={1.25}
            strokeLinejoin="round"
          />
        </svg>
      )}
    </div>
  );
}
