// @vitest-environment jsdom
import { cleanup, render, screen } from '@testing-library/react';
import { afterEach, beforeAll, describe, expect, it, vi } from 'vitest';
import type { Schemas } from '@/api/client';
import { GpuCard } from './gpu_card';

const GPU: Schemas['Gpu'] = {
  index: 1,
  name: 'NVIDIA GB10',
  utilisation: 0.97,
  memory_used_bytes: 3 * 2 ** 30,
  memory_total_bytes: 12 * 2 ** 30,
  temperature_c: 61,
  power_w: 140.4,
  power_limit_w: 240,
};

beforeAll(() => {
  vi.stubGlobal(
    'IntersectionObserver',
    class {
      observe() {}
      disconnect() {}
    },
  );
});
afterEach(cleanup);

describe('the card of a GPU', () => {
  it('says what it does', () => {
    render(<GpuCard gpu={GPU} machine={[]} />);
    const text = document.body.textContent ?? '';
    for (const said of ['NVIDIA GB10', '97 %', '3.00 GiB', 'of 12.0 GiB', '61 °C', '140 W'])
      expect(text).toContain(said);
  });

  it('has a dash for what the driver does not give', () => {
    const mute = { ...GPU, utilisation: null, temperature_c: null, power_w: null };
    render(<GpuCard gpu={{ ...mute, power_limit_w: null }} machine={[]} />);
    expect(screen.getAllByText('–')).toHaveLength(3);
    expect(document.body.textContent).not.toContain('limit');
  });
});
