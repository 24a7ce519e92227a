import {
  AudioLines,
  Boxes,
  Captions,
  ChevronRight,
  FileJson,
  FileVideo,
  Images,
  Layers,
  Quote,
  ScanSearch,
  SplitSquareHorizontal,
} from 'lucide-react';
import { type DrawnNode, Node } from './drawing_node';
import { at, numberOf } from './json';
import type { Template } from './template_facts';
import { valueText } from './values';

interface Step {
  title: string;
  nodes: DrawnNode[];
}

/** The dataset pipeline and what training takes of it: to the right, or down on a phone. */
export function PipelineDrawing({ template }: { template: Template }) {
  const data = (key: string) => valueText(numberOf(at(template.whole, `data.${key}`)));
  const steps: Step[] = [
    { title: 'Source', nodes: [{ name: 'Videos', about: 'MP4, MKV, WebM, ...', icon: FileVideo }] },
    {
      title: 'Ingest',
      nodes: [{ name: 'Ingest', about: 'hash, probe, filter', icon: ScanSearch }],
    },
    {
      title: 'Decode',
      nodes: [
        { name: 'Frames', about: 'sampled where something moves', icon: Images },
        { name: 'Audio', about: '16 kHz, mono', icon: AudioLines },
      ],
    },
    {
      title: 'Label',
      nodes: [
        { name: 'Captions', about: 'one a kept frame', icon: Captions },
        { name: 'Transcript', about: 'with times of words', icon: Quote },
        { name: 'Scenes', about: 'where the picture cuts', icon: SplitSquareHorizontal },
      ],
    },
    {
      title: 'Dataset',
      nodes: [{ name: 'Manifest', about: 'one line a video, with provenance', icon: FileJson }],
    },
    {
      title: 'Training',
      nodes: [
        {
          name: 'Batches',
          about: `${valueText(template.batchSize)} videos; of each up to ${data('max_frames')} frames, ${data('max_audio_s')} s, ${data('max_text_tokens')} tokens`,
          icon: Boxes,
        },
      ],
    },
    {
      title: 'Result',
      nodes: [{ name: 'Model', about: template.name, icon: Layers, tone: 'accent' }],
    },
  ];
  return (
    <figure aria-label="The dataset pipeline, from videos to the model">
      <ol className="flex flex-col gap-1 lg:flex-row lg:items-center">
        {steps.map((step, index) => (
          <li key={step.title} className="flex min-w-0 flex-1 flex-col lg:flex-row lg:items-center">
            <div className="flex min-w-0 flex-1 flex-col">
              <p className="mb-1 text-center text-xs text-ink-3">{step.title}</p>
              <div className="flex flex-1 gap-2 lg:flex-col">
                {step.nodes.map((node) => (
                  <Node key={node.name} {...node} />
                ))}
              </div>
            </div>
            {index < steps.length - 1 && (
              <ChevronRight
                aria-hidden
                className="mx-auto mt-1.5 size-4 shrink-0 rotate-90 text-ink-3 lg:mx-0 lg:mt-5 lg:rotate-0"
              />
            )}
          </li>
        ))}
      </ol>
    </figure>
  );
}
