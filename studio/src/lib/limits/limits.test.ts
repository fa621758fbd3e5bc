import { expect, test } from "vitest";

import { isNearlyReached } from "./limits-query";

test("a limit is nearly reached from four fifths of it on, and no limit never is", () => {
  expect(isNearlyReached({ used: 79, max: 100 })).toBe(false);
  expect(isNearlyReached({ used: 80, max: 100 })).toBe(true);
  expect(isNearlyReached({ used: 0, max: 0 })).toBe(true);
  expect(isNearlyReached({ used: 1e9 })).toBe(false);
  expect(isNearlyReached({ used: 1e9, max: null })).toBe(false);
});
