import { Check, Copy, SquareTerminal } from 'lucide-react';
import { Fragment, useEffect, useState } from 'react';
import { classes } from './classes';

/** What to type in a terminal for the same; every action shows its own. */
export function CommandLine({ command, className }: { command: string; className?: string }) {
  return (
    <div
      className={classes(
        'flex min-w-0 items-start gap-2 rounded-md border bg-sunken py-1.5 pr-1.5 pl-3',
        className,
      )}
    >
      <SquareTerminal aria-hidden className="mt-1 size-4 shrink-0 text-ink-3" />
      <code className="min-w-0 flex-1 self-center whitespace-pre-wrap font-mono text-sm wrap-anywhere text-ink-2">
        {command.split(' ').map((word, index) => (
          // An option is not torn at its hyphens; what is longer than the line is.
          <Fragment key={index}>
            {index > 0 && ' '}
            <span className="inline-block max-w-full">{word}</span>
          </Fragment>
        ))}
      </code>
      <CopyButton text={command} label="Copy the command" />
    </div>
  );
}

export function CopyButton({ text, label }: { text: string; label: string }) {
  const [copied, setCopied] = useState(false);
  useEffect(() => {
    if (!copied) return;
    const timer = setTimeout(() => setCopied(false), 1500);
    return () => clearTimeout(timer);
  }, [copied]);
  return (
    <button
      type="button"
      aria-label={copied ? 'Copied' : label}
      title={label}
      onClick={() => copy(text).then(() => setCopied(true))}
      className="inline-flex size-7 shrink-0 items-center justify-center rounded-sm text-ink-3 hover:bg-hover hover:text-ink"
    >
      {copied ? <Check className="size-4 text-good" /> : <Copy className="size-4" />}
    </button>
  );
}

/** The clipboard is there on loopback and HTTPS alone; elsewhere the old way does it. */
export async function copy(text: string): Promise<void> {
  if (navigator.clipboard) {
    await navigator.clipboard.writeText(text);
    return;
  }
  const area = document.createElement('textarea');
  area.value = text;
  document.body.append(area);
  area.select();
  document.execCommand('copy');
  area.remove();
}
