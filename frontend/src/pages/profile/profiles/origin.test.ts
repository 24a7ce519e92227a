import { describe, expect, it } from 'vitest';
import { freeName, nameProblem, originOf, shortPlace } from './origin';

const profiles = {
  profiles: {},
  origins: {},
  shipped: ['default', 'diffusion'],
  own: ['mine', 'default'],
  file: '/w/profiles.yaml',
};

describe('profiles', () => {
  it('are of the program, of the user, or both', () => {
    expect(['mine', 'default', 'diffusion'].map((name) => originOf(profiles, name))).toEqual([
      'own',
      'replaced',
      'shipped',
    ]);
    expect(shortPlace('/w/profiles.yaml:12')).toBe('profiles.yaml:12');
  });

  it('get names that are free and can be', () => {
    expect(freeName('a', ['a', 'a-copy'])).toBe('a-copy-2');
    expect(freeName('', [])).toBe('my-profile');
    expect(nameProblem('a', ['a'])).toMatch(/There is a profile/);
    expect(nameProblem('a\u202e', [])).toMatch(/cannot be seen/);
    expect(nameProblem('a b', [])).toBeNull();
  });
});
