import type { Part } from "./parts";

/** The size of a box, which its style has too: what says more is cut there and whole in its fields. */
export const BOX = { width: 232, height: 108 };

/** What lies between boxes, along the way and beside it. */
const AHEAD = 48;
const BESIDE = 28;

/** A way in which a story runs: to the right or down. */
export type Direction = "right" | "down";

export interface Layout {
  direction: Direction;
  places: ReadonlyMap<string, { x: number; y: number }>;
}

/** How much wider than high the canvas usually is. */
const SHAPE = 1.15;

/**
 * Where the box of each part stands. A story is a tree: each part stands one further than the one
 * that leads to it, in the middle of those that it leads to, which keep their order. It runs in the
 * direction in which more of it can be read at once.
 */
export function layoutOf(parts: readonly Part[]): Layout {
  const ahead = new Map<string, number>();
  const children = new Map<string, string[]>();
  for (const { id, from } of parts) {
    ahead.set(id, from === null ? 0 : (ahead.get(from) ?? 0) + 1);
    if (from !== null) children.set(from, [...(children.get(from) ?? []), id]);
  }
  const beside = new Map<string, number>();
  let rows = 0;
  const place = (id: string): number => {
    const own = (children.get(id) ?? []).map(place);
    const at = own.length === 0 ? rows++ : ((own[0] ?? 0) + (own.at(-1) ?? 0)) / 2;
    beside.set(id, at);
    return at;
  };
  for (const { id, from } of parts) if (from === null) place(id);
  const steps = 1 + Math.max(0, ...ahead.values());
  const right = Math.max(steps * (BOX.width + AHEAD), rows * (BOX.height + BESIDE) * SHAPE);
  const down = Math.max(rows * (BOX.width + BESIDE), steps * (BOX.height + AHEAD) * SHAPE);
  const direction = right <= down ? "right" : "down";
  const places = new Map(
    parts.map(({ id }) => {
      const [along, across] = [ahead.get(id) ?? 0, beside.get(id) ?? 0];
      const at =
        direction === "right"
          ? { x: along * (BOX.width + AHEAD), y: across * (BOX.height + BESIDE) }
          : { x: across * (BOX.width + BESIDE), y: along * (BOX.height + AHEAD) };
      return [id, at];
    }),
  );
  return { direction, places };
}
