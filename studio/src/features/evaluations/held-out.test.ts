import { expect, test } from "vitest";

import { heldOutOf } from "./held-out";

const INTENTS = new Set(["greet", "leave"]);

test("a table gives sentences with intent and language; what is not to be understood has none", () => {
  const table = "sentence;intent;language\nbonjour;greet;fr\n\nxyz;-\nsee you;leave;en\nhm;other\n";
  const { sentences, strange } = heldOutOf(table, INTENTS);
  expect(sentences).toEqual([
    { text: "bonjour", intent: "greet", locale: "fr" },
    { text: "xyz" },
    { text: "see you", intent: "leave", locale: "en" },
    { text: "hm", intent: "other" },
  ]);
  expect(strange).toEqual(["hm: other"]);
});

test("a table without a head, with tabs, is read as well", () => {
  expect(heldOutOf("salut\tgreet\n", INTENTS).sentences).toEqual([{ text: "salut", intent: "greet" }]);
  expect(heldOutOf("", INTENTS).sentences).toEqual([]);
});
