import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { moment } from '@/lib/format';
import { Button } from '@/ui/button';
import { Card } from '@/ui/card';
import { classes } from '@/ui/classes';
import { Found, Skeleton } from '@/ui/states';
import { jobQueries } from './queries';
import type { Mark } from './timeline';

const DOTS: Record<Mark, string> = {
  begin: 'bg-info',
  good: 'bg-good',
  bad: 'bg-bad',
  warn: 'bg-warn',
  plain: 'bg-line-strong',
};
const FEW = 8;

/** What it told of itself, the newest first. */
export function JobTimeline({ job, live }: { job: string; live: boolean }) {
  const told = useQuery(jobQueries.events(job, live));
  const [all, setAll] = useState(false);
  return (
    <Card title="What happened">
      <Found query={told} loading={<Skeleton className="h-24" />}>
        {({ events }) => {
          const newest = [...events].reverse();
          const shown = all ? newest : newest.slice(0, FEW);
          if (!shown.length)
            return <p className="text-ink-3">This kind of job tells no events; see its log.</p>;
          return (
            <>
              <ol className="space-y-2.5">
                {shown.map((one, index) => (
                  <li key={events.length - index} className="flex gap-2.5">
                    <span
                      aria-hidden
                      className={classes('mt-1.5 size-2 shrink-0 rounded-full', DOTS[one.mark])}
                    />
                    <div className="min-w-0 flex-1">
                      <p className="flex justify-between gap-3">
                        <span className="font-medium break-words">{one.title}</span>
                        {one.at !== null && (
                          <time
                            title={moment(one.at)}
                            className="tabular shrink-0 text-sm text-ink-3"
                          >
                            {moment(one.at).slice(11)}
                          </time>
                        )}
                      </p>
                      {one.detail && <p className="text-sm break-words text-ink-3">{one.detail}</p>}
                    </div>
                  </li>
                ))}
              </ol>
              {newest.length > FEW && (
                <Button small kind="quiet" className="mt-3 -ml-2" onClick={() => setAll(!all)}>
                  {all ? 'Fewer' : `All ${newest.length}`}
                </Button>
              )}
            </>
          );
        }}
      </Found>
    </Card>
  );
}
