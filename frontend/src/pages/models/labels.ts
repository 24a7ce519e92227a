/** Names of settings as people read them. */

const NAMES: Record<string, string> = {
  num_epochs: 'Epochs',
  gpu_memory_gb: 'GPU memory (GB)',
  max_grad_norm: 'Gradient norm at most',
  mixed_precision: 'Precision',
  gradient_accumulation_steps: 'Gradient accumulation (steps)',
  gradient_checkpointing: 'Gradient checkpointing',
  adam_betas: 'Adam betas',
  ema_decay: 'EMA decay',
  fps: 'Frames per second',
  cpu: 'CPU',
  wer: 'Word error rate',
  cer: 'Character error rate',
  cider: 'CIDEr',
  bleu: 'BLEU',
  rouge_l: 'ROUGE-L',
  exact_match: 'Exact match',
  retrieval: 'Retrieval',
  loss: 'Loss',
  clip: 'CLIP contrastive',
  cross_entropy: 'Cross-entropy',
  edm: 'EDM denoising',
  rms_norm_eps: 'RMS norm epsilon',
  rope_theta: 'RoPE theta',
  p_mean: 'Noise mean',
  p_std: 'Noise deviation',
};

const UNITS: [ending: string, unit: string][] = [
  ['_s', 's'],
  ['_hz', 'Hz'],
  ['_gb', 'GB'],
  ['_px', 'px'],
];

/** `max_audio_s` as `Max audio (s)`. */
export function labelOf(key: string): string {
  const last = key.split('.').at(-1) ?? key;
  const known = NAMES[last];
  if (known) return known;
  const unit = UNITS.find(([ending]) => last.endsWith(ending));
  const bare = unit ? last.slice(0, -unit[0].length) : last;
  const words = bare.replaceAll(/[_-]+/g, ' ').replace(/^num /, '');
  const sentence = words.charAt(0).toUpperCase() + words.slice(1);
  return unit ? `${sentence} (${unit[1]})` : sentence;
}
