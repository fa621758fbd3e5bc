import type { Confusion, Share } from "@/lib/api/types";

/** A share in words: `93 %`. */
export function percentOf(share: number, language: string): string {
  return new Intl.NumberFormat(language, { style: "percent", maximumFractionDigits: 1 }).format(share);
}

/** A share with its interval: `93 % (90 % – 95 %)`. */
export function withInterval(
  { low, high }: Pick<Share, "low" | "high">,
  share: number,
  language: string,
): string {
  return `${percentOf(share, language)} (${percentOf(low, language)} – ${percentOf(high, language)})`;
}

/** Intents that are shown in a matrix: more cannot be read. */
const MATRIX_MAX = 15;

/** How often which intent was taken for which, of those that are confused most. */
export interface Matrix {
  /** `null`: what is not understood. */
  intents: (string | null)[];
  /** By label, then by what was found. */
  counts: number[][];
}

/** The matrix of the intents that are confused most often. */
export function matrixOf(confusions: readonly Confusion[]): Matrix {
  const often = new Map<string | null, number>();
  for (const { intent = null, found = null, count } of confusions) {
    for (const name of [intent, found]) often.set(name, (often.get(name) ?? 0) + count);
  }
  const intents = [...often]
    .toSorted(([, a], [, b]) => b - a)
    .slice(0, MATRIX_MAX)
    .map(([name]) => name);
  const counts = intents.map((label) =>
    intents.map(
      (found) =>
        confusions.find((one) => (one.intent ?? null) === label && (one.found ?? null) === found)
          ?.count ?? 0,
    ),
  );
  return { intents, counts };
}

/** Points of a line in a square of 100, from the lower left; `x` and `y` are 0 to 1. */
export function line(points: readonly { x: number; y: number }[]): string {
  return points.map(({ x, y }) => `${(x * 100).toFixed(1)},${((1 - y) * 100).toFixed(1)}`).join(" ");
}
