import { pieces } from './log_store';

/** A line with the text that is looked for made visible. */
export function Marked({ line, text }: { line: string; text: string }) {
  if (!text) return line || ' ';
  return pieces(line, text).map((piece, index) =>
    index % 2 ? (
      <mark key={index} className="rounded-sm bg-warn-soft text-warn">
        {piece}
      </mark>
    ) : (
      piece
    ),
  );
}
