import { expect, test } from "vitest";

import { placeAfter } from "./place";

test.each([
  ["", "/"],
  ["?from=%2Fbots%2Fapp%2Fgare%2Fanswers%3Fsearch%3Dx", "/bots/app/gare/answers?search=x"],
  ["?from=https%3A%2F%2Fevil.example", "/"],
  ["?from=%2F%2Fevil.example", "/"],
  ["?from=%2F%5Cevil.example", "/"],
  ["?from=javascript%3Aalert(1)", "/"],
])("after signing in at %s one goes on at %s", (search, place) => {
  expect(placeAfter(search)).toBe(place);
});
