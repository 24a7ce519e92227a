import { type Branch, shownValue } from './leaves';

/** Settings that can be folded; while something is looked for, all of them are open. */
export function SettingsTree({ branches, open }: { branches: readonly Branch[]; open: boolean }) {
  return (
    <ul className="space-y-px">
      {branches.map((branch) => (
        <li key={branch.path} className="min-w-0">
          {branch.inner ? (
            <details open={open || branch.path.split('.').length > 1}>
              <summary className="rounded-sm px-1.5 py-1 font-mono text-sm hover:bg-hover">
                {branch.key}
              </summary>
              <div className="ml-2.5 border-l pl-3">
                <SettingsTree branches={branch.inner} open={open} />
              </div>
            </details>
          ) : (
            <div className="grid grid-cols-1 gap-x-4 rounded-sm px-1.5 py-1 font-mono text-sm hover:bg-hover sm:grid-cols-[minmax(10rem,18rem)_minmax(0,1fr)]">
              <span className="break-words text-ink-3">{branch.key}</span>
              <span className="break-words whitespace-pre-wrap">{shownValue(branch.value)}</span>
            </div>
          )}
        </li>
      ))}
    </ul>
  );
}
