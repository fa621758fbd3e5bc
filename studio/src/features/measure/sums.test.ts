import { expect, test } from "vitest";

import { channelSums, ranked } from "./sums";

const day = (channel: string, turns: number) => ({
  day: "2026-03-02",
  channel,
  turns,
  users: 1,
  sentences: turns,
  unknown: 1,
  up: 0,
  down: 1,
});

test("days of a channel are added, the busiest channel comes first", () => {
  expect(channelSums([day("a", 2), day("b", 9), day("a", 3)])).toEqual([
    { channel: "b", turns: 9, sentences: 9, unknown: 1, up: 0, down: 1 },
    { channel: "a", turns: 5, sentences: 5, unknown: 2, up: 0, down: 2 },
  ]);
});

test("the most frequent comes first, then by name", () => {
  expect(ranked({ b: 1, c: 3, a: 1 })).toEqual([
    ["c", 3],
    ["a", 1],
    ["b", 1],
  ]);
});
