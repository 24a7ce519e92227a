/** What evaluation measures, in words. */
export interface Metric {
  name: string;
  what: string;
  better: 'lower' | 'higher';
}

export const METRICS: Record<string, Metric> = {
  loss: {
    name: 'Loss',
    what: 'What training makes small, on samples that it has not seen.',
    better: 'lower',
  },
  wer: {
    name: 'Word error rate',
    what: 'Words that are wrong, missing or too many, as a share of those that were said.',
    better: 'lower',
  },
  cer: {
    name: 'Character error rate',
    what: 'The same by characters; kinder to small slips, and right for languages without spaces.',
    better: 'lower',
  },
  cider: {
    name: 'CIDEr',
    what: 'Agreement of captions with references; words that are rare in the dataset count more.',
    better: 'higher',
  },
  bleu: {
    name: 'BLEU',
    what: 'Share of runs of one to four words that stand in the reference too.',
    better: 'higher',
  },
  rouge_l: {
    name: 'ROUGE-L',
    what: 'Longest common sequence of words with the reference.',
    better: 'higher',
  },
  exact_match: {
    name: 'Exact match',
    what: 'Share of texts that are the reference, word for word.',
    better: 'higher',
  },
  retrieval: {
    name: 'Retrieval',
    what: 'How often the right text is found for a video, and the right video for a text.',
    better: 'higher',
  },
};
