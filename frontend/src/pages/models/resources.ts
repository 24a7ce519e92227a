/** What a template needs against what this machine has. Sizes of templates are in 10^9 bytes. */
import type { Schemas } from '@/api/client';
import type { Template } from './template_facts';

const GB = 1e9;

export interface Need {
  name: string;
  needs: string;
  here: string;
  fits: boolean;
}

/** What of a machine is looked at. */
export type Room = Pick<
  Schemas['Machine'],
  'gpus' | 'disk_total_bytes' | 'disk_used_bytes' | 'memory_total_bytes'
>;

export function needsOf(template: Template, machine: Room): Need[] {
  const largest = machine.gpus.reduce((most, gpu) => Math.max(most, gpu.memory_total_bytes), 0);
  const free = machine.disk_total_bytes - machine.disk_used_bytes;
  const found: Need[] = [];
  const gpu = template.gpuMemoryGb;
  if (gpu !== null)
    found.push({
      name: 'GPU memory',
      needs: gpu ? gb(gpu * GB) : 'no GPU',
      here: largest ? `${gb(largest)} on the largest GPU` : 'no GPU',
      fits: largest >= gpu * GB * 0.97,
    });
  if (template.memoryGb !== null)
    found.push({
      name: 'Main memory',
      needs: gb(template.memoryGb * GB),
      here: gb(machine.memory_total_bytes),
      fits: machine.memory_total_bytes >= template.memoryGb * GB * 0.97,
    });
  if (template.diskGb !== null)
    found.push({
      name: 'Disk',
      needs: gb(template.diskGb * GB),
      here: `${gb(free)} free`,
      fits: free >= template.diskGb * GB,
    });
  return found;
}

/** One plain sentence. */
export function verdictOf(needs: readonly Need[]): { fits: boolean; text: string } {
  const missing = needs.filter((need) => !need.fits);
  if (missing.length === 0)
    return { fits: true, text: 'Fits this machine, by the template’s own figures.' };
  const told = missing.map(
    (need) =>
      `${need.name.toLowerCase().replace('gpu', 'GPU')} ${need.needs} wanted, ${need.here} here`,
  );
  return { fits: false, text: `Does not fit this machine as it stands: ${told.join('; ')}.` };
}

export function gb(bytes: number): string {
  const size = bytes / GB;
  if (size < 1) return `${Math.round(bytes / 1e6)} MB`;
  return `${size >= 10 ? Math.round(size) : Number(size.toPrecision(2))} GB`;
}
