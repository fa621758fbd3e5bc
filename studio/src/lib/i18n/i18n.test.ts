import { expect, test } from "vitest";

import { en } from "./en";
import { fr } from "./fr";
import { preferredLanguage } from "./i18n";

test.each([
  [null, ["fr-CA", "en"], "fr"],
  [null, ["de-DE", "en-US", "fr"], "en"],
  [null, ["de"], "en"],
  [null, [], "en"],
  ["fr", ["en-US"], "fr"],
  ["xx", ["fr"], "fr"],
])("kept %s, wanted %j: Studio speaks %s", (kept, wanted, expected) => {
  expect(preferredLanguage(kept, wanted)).toBe(expected);
});

/** Every text with its path: `talk.send`. */
function texts(part: object, path = ""): [string, string][] {
  return Object.entries(part).flatMap(([key, value]): [string, string][] =>
    typeof value === "string" ? [[`${path}${key}`, value]] : texts(value, `${path}${key}.`),
  );
}

const slots = (text: string) => [...text.matchAll(/{{\w+}}/g)].map(([slot]) => slot).toSorted();

test("both languages say the same things with the same values in them", () => {
  const english = texts(en).map(([key, text]) => [key, slots(text)]);
  const french = texts(fr).map(([key, text]) => [key, slots(text)]);
  expect(french).toEqual(english);
});

test("every text of Studio is used", () => {
  const sources = import.meta.glob<string>("../../**/*.{ts,tsx}", {
    query: "?raw",
    import: "default",
    eager: true,
  });
  const code = Object.entries(sources)
    .filter(([path]) => !path.includes("/i18n/"))
    .map(([, source]) => source)
    .join("\n");
  const unused = texts(en)
    // Where none, one and many differ, the code names neither.
    .map(([key]) => key.replace(/_(zero|one|other)$/, ""))
    .filter((key) => !code.includes(`"${key}"`))
    // Some are named by what the server says: `understanding.topic.${topic}`.
    .filter((key) => !code.includes(`${key.slice(0, key.lastIndexOf(".") + 1)}\${`));
  expect(unused).toEqual([]);
});
