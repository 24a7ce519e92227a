/** Text in which `words` between backquotes are code. */
export function Prose({ text }: { text: string }) {
  return (
    <>
      {text.split('`').map((part, index) =>
        index % 2 ? (
          <code key={index} className="font-mono text-[0.92em] break-words">
            {part}
          </code>
        ) : (
          part
        ),
      )}
    </>
  );
}
