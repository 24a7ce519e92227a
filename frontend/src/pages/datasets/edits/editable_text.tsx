import { useMutation, useQueryClient } from '@tanstack/react-query';
import { PencilLine } from 'lucide-react';
import { type ReactNode, type Ref, useEffect, useId, useRef, useState } from 'react';
import { api, data, ProblemError } from '@/api/client';
import { Badge } from '@/ui/badge';
import { Button, IconButton } from '@/ui/button';
import { CommandLine } from '@/ui/command_line';
import { Failure } from '@/ui/states';
import { Conflict } from './conflict';
import { type Draft, draftOf, dropDraft, type Field, keepDraft } from './drafts';
import { lookAgain, useMade } from './undoing';

interface Props {
  field: Field;
  label: string;
  value: string | null;
  /** What is shown where there is no text. */
  empty: string;
  /** Of the same in a terminal. */
  command: (text: string) => string;
  /** Instead of the plain text, while it is not being written. */
  children?: ReactNode;
  /** The button that begins the writing, for a key. */
  editRef?: Ref<HTMLButtonElement>;
  compact?: boolean;
}

/** A text that is changed in its place. What is written survives a reload and a lost connection. */
export function EditableText(props: Props) {
  const { field, label, value, empty, children, editRef, compact } = props;
  const [draft, setDraft] = useState<Draft | null>(() => draftOf(field));
  const [open, setOpen] = useState(draft !== null);
  const [fresh, setFresh] = useState(false);
  const begin = () => {
    setFresh(true);
    setDraft((old) => old ?? { seen: value, text: value ?? '' });
    setOpen(true);
  };
  // Nothing was written yet: what others saved meanwhile is no conflict.
  useEffect(() => {
    setDraft((old) =>
      old && old.text === (old.seen ?? '') && old.seen !== value
        ? { seen: value, text: value ?? '' }
        : old,
    );
  }, [value]);
  const write = (next: Draft | null) => {
    setDraft(next);
    if (next && next.text !== (next.seen ?? '')) keepDraft(field, next);
    else dropDraft(field);
  };
  const leave = () => {
    setOpen(false);
    if (draft && draft.text === (draft.seen ?? '')) write(null);
  };
  if (open && draft)
    return (
      <Writing
        {...props}
        draft={draft}
        focus={fresh}
        onWrite={write}
        onLeave={leave}
        onDone={() => {
          write(null);
          setOpen(false);
        }}
      />
    );
  return (
    <div className="group/text flex min-w-0 items-start gap-2">
      {/* biome-ignore lint/a11y/noStaticElementInteractions: the button beside it does the same by keys */}
      {/* biome-ignore lint/a11y/useKeyWithClickEvents: as above */}
      <div
        onClick={(event) => {
          const marked = window.getSelection()?.isCollapsed === false;
          if (!marked && !(event.target instanceof Element && event.target.closest('button')))
            begin();
        }}
        className="min-w-0 flex-1 cursor-text rounded-sm"
      >
        {children ??
          (value ? (
            <p
              dir="auto"
              tabIndex={value.length > 1500 ? 0 : undefined}
              className="max-h-64 overflow-y-auto break-words whitespace-pre-wrap [unicode-bidi:isolate]"
            >
              {value}
            </p>
          ) : (
            <p className="text-ink-3">{empty}</p>
          ))}
        {draft && (
          <span className="mt-1 flex flex-wrap items-center gap-2">
            <Badge tone="warn">not saved yet</Badge>
            <Button small kind="quiet" onClick={() => write(null)}>
              Let go of it
            </Button>
          </span>
        )}
      </div>
      <IconButton
        ref={editRef}
        label={`Edit ${label}`}
        onClick={begin}
        className={compact ? '-my-1 size-7' : '-my-1'}
      >
        <PencilLine className="size-4" />
      </IconButton>
    </div>
  );
}

/** `the caption of frame 2` as `Caption of frame 2 saved.` */
function savedWords(label: string): string {
  const name = label.replace(/^the /, '');
  return `${name.charAt(0).toUpperCase()}${name.slice(1)} saved.`;
}

function Writing({
  field,
  label,
  value,
  command,
  draft,
  focus,
  onWrite,
  onLeave,
  onDone,
}: Props & {
  draft: Draft;
  /** Somebody asked for it just now. */
  focus: boolean;
  onWrite: (draft: Draft) => void;
  onLeave: () => void;
  onDone: () => void;
}) {
  const client = useQueryClient();
  const made = useMade(field.dataset);
  const help = useId();
  const conflict = value !== draft.seen;
  const save = useMutation({
    mutationFn: (given: Draft) =>
      data(
        api.PATCH('/api/datasets/{dataset}/entries/{entry_id}', {
          params: { path: { dataset: field.dataset, entry_id: field.entry } },
          body: {
            what: field.what,
            index: field.index,
            value: given.text.trim() === '' ? null : given.text,
            seen: given.seen,
          },
        }),
      ),
    onSuccess: (edit) => {
      onDone();
      made([edit], savedWords(label));
    },
    onError: (error) => {
      if (error instanceof ProblemError && error.status === 412) lookAgain(client, field.dataset);
    },
  });
  const area = useRef<HTMLTextAreaElement>(null);
  useEffect(() => {
    if (!focus || !area.current) return;
    area.current.focus();
    area.current.setSelectionRange(area.current.value.length, area.current.value.length);
  }, [focus]);
  const stale = save.error instanceof ProblemError && save.error.status === 412;
  const unchanged = draft.text === (draft.seen ?? '');
  const submit = () => {
    if (unchanged) onDone();
    else if (!conflict && !save.isPending) save.mutate(draft);
  };
  return (
    <div className="min-w-0 space-y-2">
      {conflict && (
        <Conflict
          theirs={value}
          mine={draft.text}
          onMine={() => {
            const next = { ...draft, seen: value };
            onWrite(next);
            save.mutate(next);
          }}
          onTheirs={onDone}
        />
      )}
      <textarea
        ref={area}
        aria-label={label}
        aria-describedby={help}
        dir="auto"
        maxLength={100_000}
        value={draft.text}
        onChange={(event) => onWrite({ ...draft, text: event.target.value })}
        onKeyDown={(event) => {
          if (event.key === 'Enter' && (event.ctrlKey || event.metaKey)) {
            event.preventDefault();
            submit();
          } else if (event.key === 'Escape') {
            event.preventDefault();
            event.stopPropagation();
            onLeave();
          }
        }}
        className="field field-sizing-content max-h-80 min-h-18 resize-y"
      />
      <div className="flex flex-wrap items-center gap-2">
        <Button small kind="primary" busy={save.isPending} disabled={conflict} onClick={submit}>
          Save
        </Button>
        <Button small kind="quiet" onClick={onLeave}>
          {unchanged ? 'Cancel' : 'Later'}
        </Button>
        <span id={help} className="text-xs text-ink-3">
          Ctrl+Enter saves, Esc leaves. Kept in this browser until then.
        </span>
      </div>
      <CommandLine command={command(draft.text)} className="max-h-24 overflow-y-auto" />
      {save.error && !stale && <Failure error={save.error} />}
    </div>
  );
}
