import { useQuery } from '@tanstack/react-query';
import { useMemo, useState } from 'react';
import { useMachine } from '@/api/events';
import { queries } from '@/api/queries';
import { joined, type Sample, withSample } from './samples';

/** The machine over the last minutes: what the server remembers, and what it says since. */
export function useSamples(): readonly Sample[] {
  const system = useQuery({ ...queries.system(), staleTime: 60_000 });
  const [heard, setHeard] = useState<Sample[]>([]);
  useMachine((sample) => setHeard((before) => withSample(before, sample)));
  return useMemo(() => joined(system.data?.samples ?? [], heard), [system.data, heard]);
}
