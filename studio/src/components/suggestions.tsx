/** A page with thousands of options is slow, and nobody reads them: typing finds the rest. */
const OFFERED_MAX = 500;

/** What a field offers while one types (`list={id}`); anything else may be typed too. */
export function Suggestions({ id, words = [] }: { id: string; words: readonly string[] | undefined }) {
  return (
    <datalist id={id}>
      {words.slice(0, OFFERED_MAX).map((word) => (
        <option key={word} value={word}>
          {word}
        </option>
      ))}
    </datalist>
  );
}
