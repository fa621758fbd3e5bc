import { expect, test } from "vitest";

import { saidByKey, timesSaid, UNSAID } from "./uses";

test("counts are put together by label, language and variant", () => {
  const said = saidByKey([
    { key: "hello", locale: "fr", variant: 2, count: 5 },
    { key: "hello", locale: "en", variant: 0, count: 3 },
    { key: "bye", locale: "fr", variant: 0, count: 1 },
    { key: "hello", locale: "fr", variant: 0, count: 2 },
  ]);
  expect([...said.keys()]).toEqual(["hello", "bye"]);
  expect(Object.fromEntries(said.get("hello") ?? UNSAID)).toEqual({ fr: [2, 0, 5], en: [3] });
  expect(timesSaid(said.get("hello") ?? UNSAID)).toBe(10);
});

test("what was not said was said no time", () => {
  expect(timesSaid(saidByKey([]).get("hello") ?? UNSAID)).toBe(0);
});
