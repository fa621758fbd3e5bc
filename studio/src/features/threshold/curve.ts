import type { Evaluation } from "@/lib/api/types";

type Point = NonNullable<Evaluation["rejection"]>["points"][number];

/** The size of the drawing, which its style makes as wide as there is place. */
export const SIZE = { width: 640, height: 220 };

const x = (threshold: number) => threshold * SIZE.width;
const y = (share: number) => (1 - share) * SIZE.height;

/** A line through what each threshold brings, for SVG. */
export function lineOf(points: readonly Point[], share: (point: Point) => number): string {
  return points.map((point) => `${x(point.threshold).toFixed(1)},${y(share(point)).toFixed(1)}`).join(" ");
}

export const placeOf = (threshold: number) => x(threshold).toFixed(1);

/** What a threshold brings: the measured point that is nearest. */
export function pointAt(points: readonly Point[], threshold: number): Point | undefined {
  return points.toSorted((a, b) => Math.abs(a.threshold - threshold) - Math.abs(b.threshold - threshold))[0];
}
