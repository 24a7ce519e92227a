import { Dialog } from '@/ui/dialog';

const KEYS: [string, string][] = [
  ['Space', 'play or pause'],
  ['← →', 'one picture back or on; with Shift one second'],
  [', .', 'the kept frame before or after'],
  ['J K L', 'back, pause, on; again is faster'],
  ['Home End', 'to the beginning or the end'],
  ['M', 'sound on or off'],
  ['[ ]', 'the sample before or after in the list'],
  ['E', 'edit the caption'],
  ['T', 'edit the transcript'],
  ['Ctrl Enter', 'save a text'],
  ['Esc', 'leave a text; what was written is kept'],
  ['Ctrl Z', 'take the last change back'],
  ['?', 'these keys'],
];

export function Keys({ open, onClose }: { open: boolean; onClose: () => void }) {
  return (
    <Dialog open={open} onClose={onClose} title="Keys">
      <dl className="grid grid-cols-[max-content_minmax(0,1fr)] gap-x-5 gap-y-2 pb-3">
        {KEYS.map(([keys, does]) => (
          <div key={keys} className="contents">
            <dt className="flex gap-1">
              {keys.split(' ').map((key) => (
                <kbd
                  key={key}
                  className="h-fit rounded-sm border border-line-strong bg-sunken px-1.5 font-mono text-xs"
                >
                  {key}
                </kbd>
              ))}
            </dt>
            <dd className="text-ink-2">{does}</dd>
          </div>
        ))}
      </dl>
    </Dialog>
  );
}
