import { describe, expect, it } from 'vitest';
import { gb, needsOf, verdictOf } from './resources';
import { templateOf } from './template_facts';

const machine = {
  at: 0,
  cpu: 0,
  load: [0, 0, 0] as [number, number, number],
  memory_used_bytes: 0,
  memory_total_bytes: 25e9,
  disk_used_bytes: 50e9,
  disk_total_bytes: 250e9,
  gpus: [],
};
const template = (gpu: number, memory: number) =>
  templateOf({
    id: 'x',
    trainer: 'x',
    extends: null,
    file: '',
    line: null,
    shipped: true,
    template: { resources: { gpu_memory_gb: gpu, memory_gb: memory, disk_gb: 100 } },
  });
const gpu = {
  index: 0,
  name: 'H100',
  utilisation: 0,
  memory_used_bytes: 0,
  memory_total_bytes: 80e9,
  temperature_c: null,
  power_w: null,
  power_limit_w: null,
};

describe('needsOf', () => {
  it('needs no GPU where the template needs none', () => {
    expect(verdictOf(needsOf(template(0, 4), machine)).fits).toBe(true);
  });
  it('says plainly what is missing', () => {
    const found = verdictOf(needsOf(template(80, 128), machine));
    expect(found.fits).toBe(false);
    expect(found.text).toContain('GPU memory 80 GB wanted, no GPU here');
    expect(found.text).toContain('main memory 128 GB wanted, 25 GB here');
  });
  it('takes the largest GPU', () => {
    const found = needsOf(template(80, 4), {
      ...machine,
      gpus: [{ ...gpu, memory_total_bytes: 8e9 }, gpu],
    });
    expect(found[0]).toMatchObject({ fits: true, here: '80 GB on the largest GPU' });
  });
});

describe('gb', () => {
  it('has two digits that count', () => {
    expect([gb(1.25e9), gb(0.016e9), gb(80.4e9)]).toEqual(['1.3 GB', '16 MB', '80 GB']);
  });
});
