import { GitMerge } from 'lucide-react';
import { Button } from '@/ui/button';

export interface Difference {
  label: string;
  theirs: string;
  mine: string;
}

/** Somebody else wrote the file meanwhile: both versions, and the choice between them. */
export function StaleNotice({
  file,
  differences,
  onKeepMine,
  onTakeTheirs,
  busy,
}: {
  file: string;
  differences: readonly Difference[];
  onKeepMine: () => void;
  onTakeTheirs: () => void;
  busy: boolean;
}) {
  return (
    <section
      role="alert"
      className="mb-5 rounded-lg border border-warn/40 bg-warn-soft px-4 py-4 sm:px-5"
    >
      <h2 className="flex items-center gap-2 font-semibold">
        <GitMerge aria-hidden className="size-4 shrink-0 text-warn" />
        Somebody else has changed {file} meanwhile
      </h2>
      <p className="mt-1 text-ink-2">
        {differences.length > 0
          ? 'Nothing of yours is lost. Where the two differ:'
          : 'It touches nothing that you changed. Save yours over it, or look at theirs.'}
      </p>
      {differences.length > 0 && (
        <div className="mt-3 overflow-x-auto">
          <table className="w-full text-left text-sm">
            <caption className="sr-only">Where your changes and theirs differ</caption>
            <thead className="text-ink-2">
              <tr>
                {['Setting', 'Yours', 'Theirs'].map((name) => (
                  <th key={name} scope="col" className="py-1 pr-4 font-medium">
                    {name}
                  </th>
                ))}
              </tr>
            </thead>
            <tbody>
              {differences.map((one) => (
                <tr key={one.label} className="border-t border-warn/30 align-top">
                  <th scope="row" className="py-1.5 pr-4 font-medium">
                    {one.label}
                  </th>
                  {[one.mine, one.theirs].map((value, index) => (
                    <td key={index} className="py-1.5 pr-4 font-mono break-all whitespace-pre-wrap">
                      {value || <span className="font-sans text-ink-3">empty</span>}
                    </td>
                  ))}
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      )}
      <div className="mt-3 flex flex-wrap gap-2">
        <Button kind="primary" onClick={onKeepMine} busy={busy}>
          Save mine over theirs
        </Button>
        <Button onClick={onTakeTheirs} disabled={busy}>
          Load theirs
        </Button>
      </div>
    </section>
  );
}
