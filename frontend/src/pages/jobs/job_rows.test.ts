import { describe, expect, it } from 'vitest';
import { graceOf, type Job, leftS, queuePlaces, tookS, withWords } from './job_rows';
import { jobListSearch, statesOf } from './searches';

const job: Job = {
  id: 'aa',
  name: 'night run',
  state: 'queued',
  command: 'spark-trainer train -- apotheon-tiny',
  progress: null,
  priority: 0,
  needs: 'gpu',
  slot: null,
  attempt: 1,
  retries: 0,
  retry_of: null,
  created: 10,
  started: null,
  ended: null,
  exit_code: null,
  message: null,
  made: null,
};

describe('jobs', () => {
  it('are found by words of name and command', () => {
    expect(withWords([job], 'NIGHT tiny')).toHaveLength(1);
    expect(withWords([job], 'night large')).toHaveLength(0);
    expect(withWords([job], '')).toHaveLength(1);
  });

  it('wait by priority, then by age', () => {
    const places = queuePlaces([
      job,
      { ...job, id: 'old', created: 1 },
      { ...job, id: 'urgent', priority: 5, created: 20 },
    ]);
    expect([...places]).toEqual([
      ['urgent', 1],
      ['old', 2],
      ['aa', 3],
    ]);
  });

  it('tell how long they took and what is left', () => {
    expect(tookS(job, 99)).toBeNull();
    const running = { started: 100, ended: null, progress: 0.25 };
    expect([tookS(running, 110), leftS(running, 110)]).toEqual([10, 30]);
    expect(leftS({ ...running, ended: 120 }, 130)).toBeNull();
    expect(leftS({ ...running, progress: null }, 130)).toBeNull();
  });
});

it('takes one state or several from the address', () => {
  expect(jobListSearch({ state: 'running' })).toEqual({ state: 'running', text: undefined });
  expect(jobListSearch({ state: ['failed', 'running', 'x'], text: 42 })).toEqual({
    state: ['running', 'failed'],
    text: '42',
  });
  expect(statesOf({})).toEqual([]);
  expect(statesOf({ state: 'queued' })).toEqual(['queued']);
});

it('says the grace of a job as it was set', () => {
  expect([0, 5, 7.5, 30, 90, 3600].map(graceOf)).toEqual([
    '0 s',
    '5 s',
    '7.5 s',
    '30 s',
    '1 min 30 s',
    '1 h',
  ]);
  expect(graceOf(undefined)).toBe('its time to end');
});
