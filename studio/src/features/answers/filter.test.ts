import { expect, test } from "vitest";

import { filterIn } from "./filter";

const NONE = { missing: false, toReview: false, unused: false, locale: "" };

test.each([
  ["", NONE],
  ["missing=true", { ...NONE, missing: true }],
  ["missing=true&locale=en", { ...NONE, missing: true, locale: "en" }],
  ["validated=false&unused=true", { ...NONE, toReview: true, unused: true }],
  // A language means nothing by itself, nor one that the bot does not speak.
  ["locale=en", NONE],
  ["missing=true&locale=xx", { ...NONE, missing: true }],
  ["missing=maybe&validated=true", NONE],
])("the address %j asks for %j", (address, filter) => {
  expect(filterIn(new URLSearchParams(address), ["fr", "en"])).toEqual(filter);
});
