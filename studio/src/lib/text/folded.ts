/** What people type and what things are called, compared without accents and case. */
export function folded(text: string): string {
  return text.normalize("NFD").replaceAll(/\p{Mn}/gu, "").toLowerCase();
}
