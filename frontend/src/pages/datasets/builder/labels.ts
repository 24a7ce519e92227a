/** What people call the steps, flags and back ends; what they do, the server says. */

export const STEP_TITLES: Record<string, { title: string; about: string }> = {
  ingest: { title: 'Ingest', about: 'Finds every video below the folder and reads its header.' },
  frames: {
    title: 'Frames',
    about: 'Takes pictures at a fixed rate, and keeps those that show something new.',
  },
  audio: {
    title: 'Audio',
    about: 'Writes the sound as 16 kHz mono WAV, on the time line of the video. Nothing to set.',
  },
  captions: { title: 'Captions', about: 'Says in words what each kept frame shows.' },
  transcript: { title: 'Transcript', about: 'Writes down what is said, with times.' },
  scenes: { title: 'Scenes', about: 'Finds cuts, so that each scene keeps its first frame.' },
  manifest: {
    title: 'Manifest',
    about: 'One line of JSON a video, with the provenance of every part.',
  },
};

const LABELS: Record<string, string> = {
  'min-duration': 'Shortest video, seconds',
  'max-duration': 'Longest video, seconds',
  fps: 'Frames a second',
  resolution: 'Resolution',
  fit: 'Fit',
  'frames-at': 'Take frames at',
  'smart-sampling': 'Smart sampling',
  'motion-threshold': 'Motion threshold',
  'perceptual-hashing': 'Drop near-duplicates',
  'caption-model': 'Model',
  'caption-prompt': 'Prompt',
  'caption-max-new-tokens': 'Longest caption, tokens',
  'caption-batch-size': 'Frames a batch',
  'caption-device': 'Device',
  'caption-precision': 'Precision',
  'caption-revision': 'Revision',
  'caption-url': 'Address of the server',
  'caption-concurrency': 'Requests at the same time',
  'caption-retries': 'Tries after a failure',
  'caption-timeout': 'Longest wait, seconds',
  'caption-budget-tokens': 'Budget, tokens',
  'caption-budget-requests': 'Budget, requests',
  'transcription-model-size': 'Size',
  'transcription-language': 'Language',
  'transcription-model': 'Model',
  'transcription-batch-size': 'Windows a batch',
  'transcription-device': 'Device',
  'transcription-precision': 'Precision',
  'transcription-revision': 'Revision',
  'scene-detection': 'Find scenes',
  'scene-threshold': 'Threshold',
  provenance: 'Record provenance',
};

/** A flag that has no name yet is shown as it is typed. */
export function labelOf(flag: string): string {
  return LABELS[flag] ?? flag.replaceAll('-', ' ');
}

/** Settings that few people change: folded away. */
export const ADVANCED: ReadonlySet<string> = new Set([
  'frames-at',
  'caption-max-new-tokens',
  'caption-device',
  'caption-precision',
  'caption-revision',
  'caption-concurrency',
  'caption-retries',
  'caption-timeout',
  'caption-budget-tokens',
  'caption-budget-requests',
  'transcription-model',
  'transcription-device',
  'transcription-precision',
  'transcription-revision',
]);

/** What an empty field stands for. */
export const EMPTY: Record<string, string> = {
  'max-duration': 'no limit',
  'caption-model': 'the usual one',
  'caption-prompt': 'the back end’s own',
  'caption-url': 'http://127.0.0.1:8000/v1',
  'caption-device': 'auto',
  'caption-revision': 'main',
  'transcription-language': 'detected',
  'transcription-model': 'by its size',
  'transcription-device': 'auto',
  'transcription-revision': 'main',
};

export const SUGGESTED: Record<string, string[]> = {
  resolution: ['224x224', '336x336', '384x384', '448x448', '512x512', 'source'],
  'caption-batch-size': ['1', '4', '8', '16', '32', 'auto'],
  'transcription-batch-size': ['1', '4', '8', '16', 'auto'],
  'caption-device': ['cpu', 'cuda', 'cuda:0', 'cuda:1'],
  'transcription-device': ['cpu', 'cuda', 'cuda:0', 'cuda:1'],
  'transcription-language': ['en', 'de', 'fr', 'es', 'it', 'pt', 'nl', 'pl', 'zh', 'ja', 'ko'],
};

export const BACKENDS: Record<string, { title: string; about: string }> = {
  'captions blip2': {
    title: 'BLIP-2',
    about: 'One good sentence a frame. 2.7 billion parameters: wants a GPU.',
  },
  'captions blip': { title: 'BLIP', about: 'One short sentence a frame. Runs on a CPU.' },
  'captions florence2': {
    title: 'Florence-2',
    about: 'Captions of three lengths, by its prompt. Small and quick.',
  },
  'captions vlm': {
    title: 'Vision-language model',
    about: 'Any image-text-to-text model of the hub, told by a prompt, e.g. Qwen2.5-VL.',
  },
  'captions openai': {
    title: 'Server with the OpenAI API',
    about: 'A vLLM server of your own, or any other endpoint that speaks it.',
  },
  'captions apotheon': {
    title: 'A model trained here',
    about: 'The caption head of an Apotheon run.',
  },
  'captions sidecar': {
    title: 'Subtitles',
    about:
      'From subtitle streams, and from .srt, .vtt, .txt or .json beside the video. Where there are none, frames have no captions.',
  },
  'captions none': { title: 'No captions', about: 'Frames stay without captions.' },
  'transcripts whisper': { title: 'Whisper', about: '99 languages, detected by itself.' },
  'transcripts faster-whisper': {
    title: 'faster-whisper',
    about: 'Whisper on CTranslate2: several times quicker, above all on a CPU.',
  },
  'transcripts apotheon': {
    title: 'A model trained here',
    about: 'The transcription head of an Apotheon run.',
  },
  'transcripts pocketsphinx': {
    title: 'PocketSphinx',
    about: 'English; its model is included. Quick, and far less exact than Whisper.',
  },
  'transcripts sidecar': {
    title: 'Subtitles',
    about: 'The text of subtitles in or beside the video, with their times.',
  },
  'transcripts none': { title: 'No transcripts', about: 'Sound is kept, without its text.' },
};
