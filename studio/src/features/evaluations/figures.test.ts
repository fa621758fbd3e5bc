import { expect, test } from "vitest";

import { line, matrixOf, percentOf, withInterval } from "./figures";

test("a share is told with its interval, as the language writes it", () => {
  expect(percentOf(0.9345, "en")).toBe("93.5%");
  expect(withInterval({ low: 0.5, high: 1 }, 0.75, "en")).toBe("75% (50% – 100%)");
  expect(percentOf(0.5, "fr")).toMatch(/^50\s%$/);
});

test("the matrix has the intents that are confused most, unknown ones too", () => {
  const matrix = matrixOf([
    { intent: "a", found: "b", count: 3, examples: [] },
    { intent: "b", found: "a", count: 1, examples: [] },
    { found: "a", count: 1, examples: [] },
  ]);
  expect(matrix).toEqual({
    intents: ["a", "b", null],
    counts: [
      [0, 3, 0],
      [1, 0, 0],
      [1, 0, 0],
    ],
  });
});

test("a matrix stays readable", () => {
  const many = Array.from({ length: 40 }, (_, at) => ({
    intent: `a${at}`,
    found: `b${at}`,
    count: 1,
    examples: [],
  }));
  expect(matrixOf(many).intents).toHaveLength(15);
});

test("a line goes up where the share does", () => {
  expect(line([{ x: 0, y: 0 }, { x: 0.5, y: 1 }])).toBe("0.0,100.0 50.0,0.0");
});
