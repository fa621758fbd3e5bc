/** The lines of a text that say something, each once. */
export function linesOf(text: string): readonly string[] {
  return [...new Set(text.split("\n").map((line) => line.trim()))].filter(Boolean);
}
