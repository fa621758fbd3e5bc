import type { DictionaryEntry } from "@/lib/api/types";
import { rowsOf } from "@/lib/csv";

/** Values that one request carries: small enough that progress is seen. */
export const BATCH = 5_000;

/** What a file holds. */
export interface Values {
  entries: DictionaryEntry[];
  /** Lines that are left out: without a value, or with one that was there before. */
  left: number;
}

/** Words of a field: separated by `|`. */
export const wordsOf = (field: string) => [...new Set(field.split("|").map((word) => word.trim()))].filter(Boolean);

/**
 * The values of a table: the first column is the value, the others are words in the languages that the
 * first line names (`value,fr,en`). Without such a line, a second column has words in `locale`.
 */
export function valuesOf(text: string, locales: readonly string[], locale: string): Values {
  const rows = rowsOf(text);
  const [head = []] = rows;
  const named = head.slice(1).map((name) => name.trim());
  const hasHead = named.length > 0 && named.every((name) => locales.includes(name));
  const columns = hasHead ? named : [locale];
  const entries = new Map<string, DictionaryEntry>();
  let left = 0;
  for (const [value = "", ...fields] of hasHead ? rows.slice(1) : rows) {
    const name = value.trim();
    if (name === "" || entries.has(name)) {
      left += 1;
      continue;
    }
    const labels: Record<string, string[]> = {};
    for (const [position, column] of columns.entries()) {
      const words = wordsOf(fields[position] ?? "");
      if (words.length > 0) labels[column] = words;
    }
    entries.set(name, { value: name, labels });
  }
  return { entries: [...entries.values()], left };
}
