import { CircleCheck } from 'lucide-react';
import { useId, useRef } from 'react';
import { classes } from '@/ui/classes';
import type { TextMistake } from './profile_text';

const FEWEST_LINES = 14;

/** A text with the numbers of its lines, and below it each mistake with its own. */
export function YamlEditor({
  text,
  mistakes,
  onChange,
}: {
  text: string;
  mistakes: readonly TextMistake[];
  onChange: (text: string) => void;
}) {
  const id = useId();
  const area = useRef<HTMLTextAreaElement>(null);
  const lines = Math.max(FEWEST_LINES, text.split('\n').length);
  const wrong = new Set(mistakes.map((one) => one.line));
  const goTo = (line: number) => {
    const all = text.split('\n');
    const start = all.slice(0, line - 1).reduce((sum, one) => sum + one.length + 1, 0);
    area.current?.focus();
    area.current?.setSelectionRange(start, start + (all[line - 1]?.length ?? 0));
  };
  return (
    <div>
      <label htmlFor={id} className="mb-1 block text-sm font-medium">
        Settings as YAML
      </label>
      <div className="flex overflow-hidden rounded-md border border-line-strong bg-surface font-mono text-sm leading-6 focus-within:outline-2 focus-within:outline-offset-2 focus-within:outline-accent">
        <ol aria-hidden className="tabular shrink-0 border-r bg-sunken py-2 text-right select-none">
          {Array.from({ length: lines }, (_, index) => (
            <li
              key={index}
              className={classes(
                'px-3',
                wrong.has(index + 1) ? 'bg-bad-soft font-semibold text-bad' : 'text-ink-3',
              )}
            >
              {index + 1}
            </li>
          ))}
        </ol>
        <textarea
          id={id}
          ref={area}
          value={text}
          rows={lines}
          wrap="off"
          spellCheck={false}
          autoCapitalize="off"
          autoComplete="off"
          aria-invalid={mistakes.length > 0 || undefined}
          aria-describedby={`${id}-said`}
          placeholder={'precision: bf16\nbatch_size: 8'}
          onChange={(event) => onChange(event.target.value)}
          className="min-w-0 flex-1 resize-none overflow-x-auto overflow-y-hidden bg-transparent px-3 py-2 leading-6 whitespace-pre outline-none placeholder:text-ink-3"
        />
      </div>
      <div id={`${id}-said`} aria-live="polite" className="mt-2 text-sm">
        {mistakes.length === 0 ? (
          <p className="flex items-center gap-1.5 text-ink-3">
            <CircleCheck aria-hidden className="size-4 text-good" /> Each setting is known, and in
            its range.
          </p>
        ) : (
          <ul className="space-y-1">
            {mistakes.map((one) => (
              <li key={`${one.line} ${one.problem}`}>
                <button
                  type="button"
                  onClick={() => goTo(one.line)}
                  className="rounded-sm text-left text-bad hover:underline"
                >
                  <span className="tabular font-semibold">Line {one.line}</span> {one.problem}
                </button>
              </li>
            ))}
          </ul>
        )}
      </div>
    </div>
  );
}
