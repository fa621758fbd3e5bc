import { expect, test } from "vitest";

import { entityUseInWords, entityUseOf } from "./uses";

test.each([
  ["film, number:seats", [{ entity_type: "film", role: "film" }, { entity_type: "number", role: "seats" }]],
  ["", []],
])("%j is read and written", (typed, uses) => {
  expect(entityUseOf(typed)).toEqual(uses);
  expect(uses.map(entityUseInWords).join(", ")).toBe(typed);
});
