import { expect, test } from "vitest";

import { momentOf, withMoment, withPercent } from "./state";

test.each([
  [undefined, ""],
  ["2026-03-02", "2026-03-02T00:00"],
  ["2026-03-02T09:00", "2026-03-02T09:00"],
])("a day begins at midnight: %s", (text, expected) => {
  expect(momentOf(text)).toBe(expected);
});

test("a bound is set and taken away, and nothing else changes", () => {
  const state = { enabled: true, percent: 5 };
  const bound = withMoment(state, "until", "2026-03-02T09:00");
  expect(bound).toEqual({ ...state, until: "2026-03-02T09:00" });
  expect(withMoment(bound, "until", "")).toEqual(state);
});

test.each([
  ["25", 25],
  ["12,5", 12.5],
  ["0", 0],
  ["", undefined],
  ["many", undefined],
])("a share typed as %j is %s", (typed, percent) => {
  expect(withPercent({ enabled: true, percent: 50 }, typed)).toEqual({
    enabled: true,
    ...(percent !== undefined && { percent }),
  });
});
