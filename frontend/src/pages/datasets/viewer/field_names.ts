import type { SortName } from './search';

/** As people call what is known of a sample. */
export const FIELD_NAMES: Record<SortName, string> = {
  name: 'Name',
  duration_s: 'Length',
  width: 'Width',
  height: 'Height',
  pixels: 'Picture size',
  fps: 'Frames a second',
  codec: 'Codec',
  container: 'File format',
  frames: 'Kept frames',
  dropped: 'Dropped frames',
  scenes: 'Scenes',
  captions: 'Frames with captions',
  caption_words: 'Caption words',
  transcript_words: 'Transcript words',
  language: 'Language',
  doubts: 'Doubtful stretches',
  last_edit: 'Last change by hand',
  processed: 'When it was built',
};
