/** Settings of a build, for people; they come from a file, and may be anything. */

const TITLES: Record<string, string> = {
  ingest: 'Videos',
  frames: 'Frames',
  audio: 'Sound',
  captions: 'Captions',
  transcript: 'Transcript',
  scenes: 'Scenes',
  manifest: 'Manifest',
};

export function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

export function stepTitle(step: string): string {
  return TITLES[step] ?? step;
}

/** `fps 2 · resolution 224×224 · smart sampling`. */
export function settingWords(settings: Record<string, unknown>): string {
  const words = Object.entries(settings).flatMap(([name, value]) => {
    const said = name.replaceAll('_', ' ');
    if (value === null || value === undefined) return [];
    if (value === true) return [said];
    if (value === false) return [`no ${said}`];
    if (Array.isArray(value)) return [`${said} ${value.join('×')}`];
    return [`${said} ${isRecord(value) ? JSON.stringify(value) : String(value)}`];
  });
  return words.join(' · ');
}

export function settingRows(settings: Record<string, unknown>): { step: string; words: string }[] {
  const steps = isRecord(settings.steps) ? settings.steps : {};
  return Object.entries(steps).flatMap(([step, values]) => {
    const words = isRecord(values) ? settingWords(values) : '';
    return words ? [{ step: stepTitle(step), words }] : [];
  });
}

/** Frames were brought to one size without regard to their shape. */
export function isStretched(settings: Record<string, unknown>): boolean {
  const steps = isRecord(settings.steps) ? settings.steps : {};
  return (
    isRecord(steps.frames) &&
    steps.frames.fit === 'stretch' &&
    Array.isArray(steps.frames.resolution)
  );
}
