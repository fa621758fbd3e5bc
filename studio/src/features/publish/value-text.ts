/** Longer texts are cut: a difference is seen before. */
const SHOWN_MAX = 300;

/** A part of an object as text. */
export function inWords(value: unknown): string {
  const text = typeof value === "string" ? value : JSON.stringify(value);
  return text.length > SHOWN_MAX ? `${text.slice(0, SHOWN_MAX)}…` : text;
}
