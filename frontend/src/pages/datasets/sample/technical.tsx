import type { ReactNode } from 'react';
import type { Schemas } from '@/api/client';
import { figure, span } from '@/lib/format';
import { Card, Facts } from '@/ui/card';

function text(value: unknown): string | null {
  return typeof value === 'string' || typeof value === 'number' ? String(value) : null;
}

/** What the file is, what of it is damaged, what a reader must know. */
export function Technical({ entry }: { entry: Schemas['Entry'] }) {
  const { meta } = entry;
  const info: Record<string, unknown> = { ...meta.video_info };
  const coded = text(info.coded_width) && `${text(info.coded_width)}×${text(info.coded_height)}`;
  const shown = `${meta.video_info.width}×${meta.video_info.height}`;
  const turned = [
    Number(info.rotation) ? `turned by ${text(info.rotation)}°` : null,
    info.mirrored === true ? 'mirrored' : null,
    text(info.sample_aspect_ratio) && text(info.sample_aspect_ratio) !== '1'
      ? `pixels ${text(info.sample_aspect_ratio)}`
      : null,
  ].filter(Boolean);
  const stream = (name: string) => (info[name] === null ? 'none' : text(info[name]));
  const rows: [ReactNode, ReactNode | null][] = [
    ['Size', `${shown}${coded && coded !== shown ? `, coded as ${coded}` : ''}`],
    ['Picture', turned.length ? turned.join(', ') : 'upright, square pixels'],
    ['Length', `${span(meta.duration)} (${meta.duration.toFixed(3)} s)`],
    ['Frame rate', `${figure(meta.video_info.fps)} a second`],
    ['Codec', [meta.video_info.codec, text(info.pix_fmt)].filter(Boolean).join(', ')],
    ['Container', text(info.container)],
    ['Streams', `picture ${stream('video_stream') ?? '–'}, sound ${stream('audio_stream') ?? '–'}`],
    ['Name', meta.source_name ?? null],
    [
      'File',
      <code key="f" className="font-mono text-xs break-all">
        {meta.source_path}
      </code>,
    ],
    [
      'Same bytes',
      meta.aliases.length ? (
        <span key="a" className="text-sm break-all">
          {meta.aliases.map((one) => meta.alias_names?.[one] ?? one).join(', ')}
        </span>
      ) : null,
    ],
    ['Damage', meta.damage ? <Damage key="d" damage={meta.damage} /> : 'none'],
    [
      'Notes',
      meta.notes.length ? (
        <ul key="n" className="list-disc pl-4">
          {meta.notes.map((note) => (
            <li key={note}>{note}</li>
          ))}
        </ul>
      ) : (
        'none'
      ),
    ],
  ];
  return (
    <Card title="The file">
      <Facts
        className="text-sm"
        rows={rows.flatMap(([name, value]) => (value === null ? [] : [[name, value]]))}
      />
    </Card>
  );
}

function Damage({ damage }: { damage: Record<string, unknown> }) {
  return (
    <ul className="text-warn">
      {Object.entries(damage).map(([name, value]) => (
        <li key={name}>
          {name.replaceAll('_', ' ')}: {Array.isArray(value) ? value.join('; ') : String(value)}
        </li>
      ))}
    </ul>
  );
}
