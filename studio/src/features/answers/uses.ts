import type { LabelUse } from "@/lib/api/types";

/** How often a label was said: by language, for each of its variants. */
export type Said = ReadonlyMap<string, readonly number[]>;

/** Of a label that was not said; always the same one. */
export const UNSAID: Said = new Map();

/** What was said, by label. */
export function saidByKey(uses: readonly LabelUse[]): ReadonlyMap<string, Said> {
  const byKey = new Map<string, Map<string, number[]>>();
  for (const { key, locale, variant, count } of uses) {
    const said = byKey.get(key) ?? new Map<string, number[]>();
    const counts = said.get(locale) ?? [];
    // A variant before it may not have been said.
    while (counts.length <= variant) counts.push(0);
    counts[variant] = (counts[variant] ?? 0) + count;
    byKey.set(key, said.set(locale, counts));
  }
  return byKey;
}

/** How often in all. */
export function timesSaid(said: Said): number {
  return [...said.values()].flat().reduce((sum, count) => sum + count, 0);
}
