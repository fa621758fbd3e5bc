import { expect, test } from "vitest";

import type { Dialog } from "@/lib/api/types";

import { dayAfter } from "./api";
import { putRight, testName } from "./as-test";

test.each([
  ["Un train pour Orléans !", "un-train-pour-orleans"],
  ["???", "test"],
  ["a".repeat(60), "a".repeat(40)],
])("the test of %j is called %j", (said, name) => {
  expect(testName(said)).toBe(name);
});

test("a test ends where it was put right, with what must be understood", () => {
  const says = (text: string) => ({ user: { type: "says", text }, bot: [{ type: "says", text }] });
  const dialog = { name: "x", locale: "fr", exchanges: ["a", "b", "c"].map(says) } as Dialog;
  expect(putRight(dialog, 1, "luggage").exchanges).toEqual([
    says("a"),
    { user: { type: "says", text: "b" }, bot: [{ type: "understands", intent: "luggage" }] },
  ]);
  expect(putRight(dialog, 0, null).exchanges[0]?.bot).toEqual([{ type: "understands" }]);
  expect(putRight(dialog, 9, null)).toBe(dialog);
});

test.each([
  ["2026-03-31", "2026-04-01"],
  ["2028-02-28", "2028-02-29"],
])("the day after %s is %s", (day, next) => {
  expect(dayAfter(day)).toBe(next);
});
