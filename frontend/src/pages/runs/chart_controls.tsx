import { RotateCcw } from 'lucide-react';
import type { ReactNode } from 'react';
import { count } from '@/lib/format';
import { Button } from '@/ui/button';
import type { View } from './searches';

interface Props {
  view: View;
  onView: (view: View) => void;
  /** The stretch that is shown, where it is not all of it. */
  zoom?: [number, number] | null;
  onWhole?: () => void;
  children?: ReactNode;
}

/** How curves are shown: smoothed, on a logarithmic axis, a stretch of them. */
export function ChartControls({ view, onView, zoom, onWhole, children }: Props) {
  const smooth = view.smooth ?? 0;
  return (
    <div className="mb-4 flex flex-wrap items-center gap-x-6 gap-y-2 text-sm">
      {children}
      <label className="flex items-center gap-2.5">
        <span className="text-ink-2">Smoothing</span>
        <input
          type="range"
          min={0}
          max={0.99}
          step={0.01}
          value={smooth}
          onChange={(event) => onView({ ...view, smooth: Number(event.target.value) || undefined })}
          className="w-32 accent-accent"
        />
        <output className="tabular w-8 text-ink-3">{smooth.toFixed(2)}</output>
      </label>
      <label className="flex items-center gap-2">
        <input
          type="checkbox"
          checked={view.log ?? false}
          onChange={(event) => onView({ ...view, log: event.target.checked || undefined })}
          className="size-4 accent-accent"
        />
        <span className="text-ink-2">Logarithmic</span>
      </label>
      {zoom ? (
        <span className="flex items-center gap-2 text-ink-2">
          <span className="tabular">
            Steps {count(zoom[0])} to {count(zoom[1])}
          </span>
          <Button small onClick={onWhole}>
            <RotateCcw className="size-3.5" /> All steps
          </Button>
        </span>
      ) : (
        <span className="hidden text-ink-3 lg:inline">Drag across a chart to see a stretch.</span>
      )}
    </div>
  );
}
