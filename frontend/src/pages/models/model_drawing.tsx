import { AudioLines, Captions, Film, type LucideIcon, Type } from 'lucide-react';
import { type DrawnNode, Lines, Node } from './drawing_node';
import { at, numberOf, textOf } from './json';
import type { Template } from './template_facts';
import { valueText } from './values';

/** Encoders, projections, fusion and heads, with the sizes of this template. */
export function ModelDrawing({ template }: { template: Template }) {
  const { whole } = template;
  const size = (path: string) => numberOf(at(whole, `architecture.${path}`));
  const width = size('fusion.width');
  const fusion = `${told(width)} wide, ${told(size('fusion.layers'))} layers, ${told(size('fusion.heads'))} heads`;
  const encoder = (
    name: string,
    part: string,
    wide: number | null,
    icon: LucideIcon,
  ): DrawnNode => ({
    name,
    icon,
    about: `${short(textOf(at(whole, `architecture.${part}.model`)))}, ${told(wide)} wide`,
  });
  const encoders = [
    encoder('Vision encoder', 'vision', size('vision.config.hidden_size'), Film),
    encoder('Audio encoder', 'audio', size('audio.config.d_model'), AudioLines),
    encoder('Text model', 'text', size('text.config.hidden_size'), Type),
  ];
  const heads: DrawnNode[] = [
    { name: 'Caption head', icon: Captions },
    { name: 'Transcription head', icon: AudioLines },
    { name: 'Contrastive head', about: `${told(size('fusion.contrastive_width'))} wide` },
  ];
  return (
    <figure aria-label="The model: three encoders, three projections, a fusion transformer, three heads">
      <div className="mx-auto max-w-3xl">
        <Row nodes={[{ name: 'Image, video frames' }, { name: 'Audio' }, { name: 'Text' }]} plain />
        <Lines from={3} to={3} />
        <Row nodes={encoders} />
        <Lines from={3} to={3} />
        <Row
          nodes={['Vision', 'Audio', 'Text'].map((name) => ({
            name: `${name} projection`,
            about: `to ${told(width)}`,
          }))}
        />
        <Lines from={3} to={1} />
        <Row
          nodes={[{ name: 'Cross-attention fusion transformer', about: fusion, tone: 'accent' }]}
        />
        <Lines from={1} to={3} />
        <Row nodes={heads} />
      </div>
      <figcaption className="sr-only">
        Pictures, sound and text each go through an encoder and a projection to {told(width)}{' '}
        values; the fusion transformer, {fusion}, joins them and feeds heads for captions,
        transcripts and contrastive alignment.
      </figcaption>
    </figure>
  );
}

function Row({ nodes, plain }: { nodes: DrawnNode[]; plain?: boolean }) {
  return (
    <div className="flex items-stretch gap-2 sm:gap-4">
      {nodes.map((node) =>
        plain ? (
          <span
            key={node.name}
            className="min-w-0 flex-1 text-center text-sm font-medium text-ink-2"
          >
            {node.name}
          </span>
        ) : (
          <Node key={node.name} {...node} />
        ),
      )}
    </div>
  );
}

function told(value: number | null): string {
  return value === null ? '?' : valueText(value);
}

function short(model: string): string {
  return model ? (model.split('/').at(-1) ?? model) : 'random weights';
}
