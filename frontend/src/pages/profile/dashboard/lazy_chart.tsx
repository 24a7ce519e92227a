import { type ComponentProps, lazy, Suspense, useEffect, useRef, useState } from 'react';
import { Skeleton } from '@/ui/states';

const Chart = lazy(() => import('@/ui/chart/chart').then((module) => ({ default: module.Chart })));

/** What stands above the curves: names and the switch to the table. */
const CAPTION_PX = 32;

/** A chart whose code is fetched when it comes into sight; its place is kept. */
export function LazyChart(props: ComponentProps<typeof Chart> & { height: number }) {
  const place = useRef<HTMLDivElement>(null);
  const [seen, setSeen] = useState(false);
  useEffect(() => {
    if (!place.current || seen) return;
    const watch = new IntersectionObserver(([entry]) => entry?.isIntersecting && setSeen(true));
    watch.observe(place.current);
    return () => watch.disconnect();
  }, [seen]);
  const waiting = <WaitingChart height={props.height + CAPTION_PX} />;
  return (
    <div ref={place} style={{ minHeight: props.height + CAPTION_PX }}>
      {seen ? (
        <Suspense fallback={waiting}>
          <Chart {...props} />
        </Suspense>
      ) : (
        waiting
      )}
    </div>
  );
}

function WaitingChart({ height }: { height: number }) {
  return (
    <div style={{ height }} className="flex">
      <Skeleton className="flex-1" />
    </div>
  );
}
