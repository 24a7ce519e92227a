import type { Ref } from 'react';
import type { Schemas } from '@/api/client';
import { quoted } from '@/lib/command';
import { plural } from '@/lib/format';
import { Badge } from '@/ui/badge';
import { Card } from '@/ui/card';
import { EditableText } from '../edits/editable_text';
import { isRecord } from '../viewer/settings';
import type { Player } from './player';
import { saysTheSame } from './timeline';
import { TranscriptText } from './transcript_text';

interface Props {
  dataset: string;
  entry: Schemas['Entry'];
  player: Player;
  command: (flags: string) => string;
  captionRef: Ref<HTMLButtonElement>;
  transcriptRef: Ref<HTMLButtonElement>;
}

/** Caption and transcript of the whole video, to be read and corrected. */
export function Texts({ dataset, entry, player, command, captionRef, transcriptRef }: Props) {
  const { meta } = entry;
  const timed =
    meta.transcript !== null &&
    meta.segments.length > 0 &&
    saysTheSame(meta.segments.map((one) => one.text).join(' '), meta.transcript);
  const conflicts = Array.isArray(meta.edit_conflicts) ? meta.edit_conflicts.length : 0;
  const field = { dataset, entry: entry.id, index: null };
  return (
    <>
      <Card title="Caption" about={sourceWords(meta)}>
        <EditableText
          field={{ ...field, what: 'caption' }}
          label="the caption"
          value={meta.caption}
          empty="No caption. Click here, or press E, to write one."
          command={(text) => command(`--caption ${quoted(text)}`)}
          editRef={captionRef}
        />
      </Card>
      <Card
        title="Transcript"
        className="flex-1"
        about={
          meta.transcript
            ? [meta.language, meta.words.length ? plural(meta.words.length, 'timed word') : null]
                .filter(Boolean)
                .join(' · ')
            : undefined
        }
        actions={
          meta.doubts.length > 0 && (
            <Badge tone="warn">
              {plural(meta.doubts.length, 'doubtful stretch', 'doubtful stretches')}
            </Badge>
          )
        }
      >
        <EditableText
          field={{ ...field, what: 'transcript' }}
          label="the transcript"
          value={meta.transcript}
          empty={
            entry.audio ? 'No speech was found. Click here to write what is said.' : 'No sound.'
          }
          command={(text) => command(`--transcript ${quoted(text)}`)}
          editRef={transcriptRef}
        >
          {timed ? <TranscriptText meta={meta} player={player} /> : undefined}
        </EditableText>
        {!timed && meta.segments.length > 0 && (
          <details className="mt-3 border-t pt-2">
            <summary className="text-sm text-ink-2">
              Timed words, as the back end heard them
            </summary>
            <div className="mt-2">
              <TranscriptText meta={meta} player={player} />
            </div>
          </details>
        )}
      </Card>
      {conflicts > 0 && (
        <p role="status" className="rounded-md bg-warn-soft px-4 py-2.5 text-warn">
          {plural(conflicts, 'change')} by hand could not be put in: the last build made another
          text there. See the changes below.
        </p>
      )}
    </>
  );
}

function sourceWords(meta: Schemas['Meta']): string | undefined {
  const sources = Array.isArray(meta.caption_sources) ? meta.caption_sources : [];
  const names = sources.map((one) => (isRecord(one) ? '' : String(one))).filter(Boolean);
  return names.length ? `from ${names.join(', ')}` : undefined;
}
