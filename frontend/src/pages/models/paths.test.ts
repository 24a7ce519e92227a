import { describe, expect, it } from 'vitest';
import { datasetOf, freeName, fromWorkdir, joined, nameProblem } from './paths';

describe('paths', () => {
  it('are short below the working directory alone', () => {
    expect(fromWorkdir('/w/datasets/a', '/w')).toBe('datasets/a');
    expect(fromWorkdir('/work/x', '/w')).toBe('/work/x');
    expect(fromWorkdir('/w', '/w')).toBe('.');
    expect(fromWorkdir('/x', undefined)).toBe('/x');
  });

  it('are joined from the folder that names them', () => {
    expect(joined('/w/datasets/demo', '../../videos/a.mp4')).toBe('/w/videos/a.mp4');
    expect(joined('/w', '/else/a.mp4')).toBe('/else/a.mp4');
    expect(joined('/w', './a')).toBe('/w/a');
  });

  it('lead from a run to its dataset', () => {
    const all = [{ path: '/w/datasets/demo' }, { path: '/w/datasets/demo2' }];
    expect(datasetOf('datasets/demo/manifest.jsonl', all, '/w')).toBe(all[0]);
    expect(datasetOf('/w/datasets/demo2', all, '/w')).toBe(all[1]);
    expect(datasetOf('datasets/gone', all, '/w')).toBeUndefined();
  });
});

describe('names of runs', () => {
  it('are the first that is free', () => {
    expect(freeName('apotheon-tiny', ['apotheon-tiny-1', 'first'])).toBe('apotheon-tiny-2');
    expect(freeName('a b', [])).toBe('a-b-1');
  });

  it('lead nowhere else, and take no place', () => {
    expect(nameProblem('my-run.2', [])).toBeNull();
    for (const name of ['', '../x', '.x', 'a/b', '-x', 'ü'])
      expect(nameProblem(name, [])).toBeTruthy();
    expect(nameProblem('first', ['first'])).toMatch(/already/);
  });
});
