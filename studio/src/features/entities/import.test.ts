import { expect, test } from "vitest";

import { valuesOf } from "./import";

const LOCALES = ["fr", "en"];

test("the first line may say the languages", () => {
  expect(valuesOf("value,en,fr\nlyon,Lyon|Lyons,Lyon\n nice ,,\n", LOCALES, "fr")).toEqual({
    entries: [
      { value: "lyon", labels: { en: ["Lyon", "Lyons"], fr: ["Lyon"] } },
      { value: "nice", labels: {} },
    ],
    left: 0,
  });
});

test("without it words are in the language that is shown, and a value counts once", () => {
  expect(valuesOf("lyon;Lyon|Part-Dieu\nlyon;x\n;y\nparis", LOCALES, "en")).toEqual({
    entries: [
      { value: "lyon", labels: { en: ["Lyon", "Part-Dieu"] } },
      { value: "paris", labels: {} },
    ],
    left: 2,
  });
});
