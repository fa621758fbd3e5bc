import { expect, test } from "vitest";

import { dayAfter, dayOf, daysOf } from "./days";

test("days follow each other over months, years and changes of the clock", () => {
  expect(dayOf(new Date("2026-03-02T23:59:59Z"))).toBe("2026-03-02");
  expect(dayAfter("2026-12-31")).toBe("2027-01-01");
  expect(dayAfter("2026-03-01", -1)).toBe("2026-02-28");
  expect(daysOf("2026-03-28", "2026-03-30")).toEqual(["2026-03-28", "2026-03-29", "2026-03-30"]);
  expect(daysOf("2026-03-30", "2026-03-28")).toEqual([]);
});
