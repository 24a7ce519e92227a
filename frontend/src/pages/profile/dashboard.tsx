import { useQuery } from '@tanstack/react-query';
import { queries } from '@/api/queries';
import { Found, Skeleton } from '@/ui/states';
import { Counts } from './dashboard/counts';
import { CpuCard } from './dashboard/cpu_card';
import { EnvironmentCard } from './dashboard/environment_card';
import { FirstSteps } from './dashboard/first_steps';
import { Gpus } from './dashboard/gpus';
import { JobsByState } from './dashboard/jobs_by_state';
import { NoGpu } from './dashboard/no_gpu';
import { RecentJobs } from './dashboard/recent_jobs';
import { RecentRuns } from './dashboard/recent_runs';
import { SpaceCard } from './dashboard/space_card';
import { useSamples } from './dashboard/use_samples';
import { ProfilePage } from './profile_page';

/** What there is, what happens, and how the machine is. */
export function Dashboard() {
  const dashboard = useQuery(queries.dashboard());
  const machine = useSamples();
  return (
    <ProfilePage about="What is on this machine, what it does, and how it is.">
      <Found query={dashboard} loading={<Waiting />}>
        {({ counts, jobs, environment, recent_jobs, gpus }) => (
          <div className="grid grid-cols-1 gap-4 lg:grid-cols-12">
            {counts.datasets === 0 ? (
              <FirstSteps counts={counts} />
            ) : (
              <>
                <Counts counts={counts} />
                <JobsByState jobs={jobs} />
              </>
            )}
            {gpus.length > 0 && <Gpus gpus={gpus} machine={machine} />}
            <CpuCard machine={machine} cpus={environment.cpus} />
            <div className="flex flex-col gap-4 lg:col-span-6 xl:col-span-3">
              <SpaceCard machine={machine} />
              {gpus.length === 0 && <NoGpu why={environment.no_gpus} />}
            </div>
            <EnvironmentCard environment={environment} />
            {counts.runs > 0 && <RecentRuns />}
            {(recent_jobs.length > 0 || counts.datasets > 0) && (
              <RecentJobs jobs={recent_jobs} beside={counts.runs > 0} />
            )}
          </div>
        )}
      </Found>
    </ProfilePage>
  );
}

function Waiting() {
  return (
    <div role="status" aria-label="Loading" className="grid grid-cols-1 gap-4 lg:grid-cols-12">
      {['a', 'b', 'c'].map((key) => (
        <Skeleton key={key} className="h-34 lg:col-span-2" />
      ))}
      <Skeleton className="h-34 lg:col-span-6" />
      <Skeleton className="h-68 lg:col-span-5" />
      <Skeleton className="h-68 lg:col-span-3" />
      <Skeleton className="h-68 lg:col-span-4" />
      <Skeleton className="h-80 lg:col-span-12" />
    </div>
  );
}
