import { ArrowDown, ArrowUp, Check, Copy } from 'lucide-react';
import { useId, useState } from 'react';
import { count } from '@/lib/format';
import { IconButton } from '../button';
import { copy } from '../command_line';
import { SearchField } from '../search_field';

interface Props {
  text: string;
  onText: (text: string) => void;
  hits: number;
  at: number;
  /** Only a part of the log is loaded: the figures are of that part. */
  isPart: boolean;
  onGo: (to: number) => void;
  onlyHits: boolean;
  onOnlyHits: (on: boolean) => void;
  copied: () => string;
}

/** What is looked for in a log, how often it is there, and the way to each place. */
export function LogSearch(props: Props) {
  const { text, onText, hits, at, isPart, onGo, onlyHits, onOnlyHits, copied } = props;
  const id = useId();
  const [done, setDone] = useState(false);
  return (
    <search className="flex flex-wrap items-center gap-x-3 gap-y-2 border-b px-3 py-2">
      <SearchField
        small
        label="Search the log"
        placeholder="Search the log"
        value={text}
        onValue={onText}
        onKeyDown={(event) => {
          if (event.key === 'Enter') onGo(at + (event.shiftKey ? -1 : 1));
        }}
        className="min-w-40 flex-1 sm:max-w-80"
      />
      <span aria-live="polite" className="tabular min-w-16 text-sm text-ink-3">
        {text && (hits ? `${count(at + 1)} of ${count(hits)}` : 'no hits')}
        {text && isPart && ' in this part'}
      </span>
      <div className="flex items-center">
        <IconButton
          label="Previous hit (Shift+Enter)"
          disabled={!hits}
          onClick={() => onGo(at - 1)}
        >
          <ArrowUp className="size-4" />
        </IconButton>
        <IconButton label="Next hit (Enter)" disabled={!hits} onClick={() => onGo(at + 1)}>
          <ArrowDown className="size-4" />
        </IconButton>
      </div>
      <label htmlFor={id} className="flex items-center gap-1.5 text-sm text-ink-2">
        <input
          id={id}
          type="checkbox"
          checked={onlyHits}
          onChange={(event) => onOnlyHits(event.target.checked)}
          className="size-4 accent-accent"
        />
        Only hits
      </label>
      <IconButton
        label={done ? 'Copied' : 'Copy the lines'}
        className="ml-auto"
        onClick={() =>
          copy(copied()).then(() => {
            setDone(true);
            setTimeout(() => setDone(false), 1500);
          })
        }
      >
        {done ? <Check className="size-4 text-good" /> : <Copy className="size-4" />}
      </IconButton>
    </search>
  );
}
