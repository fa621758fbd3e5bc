import { expect, test } from "vitest";

import { lineOf, pointAt } from "./curve";

const POINTS = [0, 0.5, 1].map((threshold) => ({
  threshold,
  known_accuracy: 1 - threshold,
  unknown_recall: threshold,
}));

test("a line goes from the left to the right, all of them at the top", () => {
  expect(lineOf(POINTS, (point) => point.known_accuracy)).toBe("0.0,0.0 320.0,110.0 640.0,220.0");
});

test("a threshold brings what was measured nearest to it", () => {
  expect(pointAt(POINTS, 0.6)?.threshold).toBe(0.5);
  expect(pointAt([], 0.6)).toBeUndefined();
});
