import { useQuery } from '@tanstack/react-query';
import { useParams } from '@tanstack/react-router';
import type { Schemas } from '@/api/client';
import { StateBadge } from '@/ui/badge';
import { Card } from '@/ui/card';
import { CommandLine } from '@/ui/command_line';
import { LogView } from '@/ui/log/log_view';
import { Page } from '@/ui/page';
import { Failure, Loading } from '@/ui/states';
import { JobActions } from './job_actions';
import { JobFacts } from './job_facts';
import { JobOutcome } from './job_outcome';
import { JobTimeline } from './job_timeline';
import { jobLog, jobQueries } from './queries';

const CRUMBS = [{ label: 'Jobs', to: '/jobs' as const }];

/** One command of the queue: how it goes, what it says, what it made. */
export function JobView() {
  const { job: id } = useParams({ from: '/jobs/$job' });
  const job = useQuery(jobQueries.job(id));
  if (job.data) return <Shown key={id} job={job.data} />;
  return (
    <Page title="Job" crumbs={CRUMBS}>
      {job.error ? <Failure error={job.error} retry={() => job.refetch()} /> : <Loading rows={6} />}
    </Page>
  );
}

function Shown({ job }: { job: Schemas['JobDetail'] }) {
  const live = job.state === 'running';
  return (
    <Page
      title={job.name}
      crumbs={CRUMBS}
      beside={<StateBadge state={job.state} />}
      actions={<JobActions job={job} />}
    >
      <div className="space-y-4">
        <CommandLine command={job.command} />
        <JobOutcome job={job} />
        <div className="grid items-start gap-4 lg:grid-cols-[minmax(0,1fr)_22rem]">
          <Card title="Log" flush className="overflow-hidden">
            <LogView
              id={job.id}
              label={`Log of ${job.name}`}
              source={jobLog(job.id)}
              live={live}
              height={520}
            />
          </Card>
          <div className="min-w-0 space-y-4">
            <JobFacts job={job} />
            <JobTimeline job={job.id} live={live} />
          </div>
        </div>
      </div>
    </Page>
  );
}
