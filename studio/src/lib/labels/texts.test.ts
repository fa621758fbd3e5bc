import { expect, test } from "vitest";

import type { Label } from "@/lib/api/types";

import { reviewed, specialTexts, toReview, variantsOf, withVariants, withVariantsAt } from "./texts";

const LABEL: Label = {
  description: "said first",
  texts: [
    { locale: "fr", variants: ["Bonjour !", "Salut !"] },
    { locale: "fr", variants: ["Bonjour."], interface: "voice" },
    { locale: "en", variants: ["Hello!"], validated: false },
  ],
};

test.each([
  ["fr", "Bonjour !\nSalut !"],
  ["en", "Hello!"],
  ["de", ""],
])("in %s it says %j", (locale, lines) => {
  expect(variantsOf(LABEL, locale)).toBe(lines);
});

test("a change of one language leaves the others and the texts of channels alone", () => {
  const label = withVariants(LABEL, "fr", " Bonjour \n\n Coucou ");
  expect(variantsOf(label, "fr")).toBe("Bonjour\nCoucou");
  expect(label.texts?.slice(1)).toEqual(LABEL.texts?.slice(1));
  expect(label.description).toBe("said first");
});

test("a language is added at the end and goes away without lines", () => {
  const label = withVariants(LABEL, "de", "Hallo");
  expect(label.texts?.at(-1)).toEqual({ locale: "de", variants: ["Hallo"] });
  expect(withVariants(label, "de", "  \n")).toEqual(LABEL);
});

test("a text for some channels only is made, changed and taken away beside the others", () => {
  const place = { locale: "fr", interface: "voice", connector: "alexa" } as const;
  const made = withVariantsAt(LABEL, place, "Bonjour à la voix");
  expect(specialTexts(made, "fr").at(-1)).toEqual({ ...place, variants: ["Bonjour à la voix"] });
  const changed = withVariantsAt(made, place, "un\ndeux ");
  expect(specialTexts(changed, "fr").at(-1)?.variants).toEqual(["un", "deux"]);
  expect(withVariantsAt(changed, place, " ").texts).toEqual(LABEL.texts);
  expect(withVariantsAt(LABEL, place, "")).toBe(LABEL);
});

test("texts that nobody vouches for are named by language, until somebody does", () => {
  const label: Label = {
    texts: [
      { locale: "fr", variants: ["a"], validated: false },
      { locale: "fr", connector: "web", variants: ["b"], validated: false },
      { locale: "en", variants: ["c"] },
    ],
  };
  expect(toReview(label)).toEqual(["fr"]);
  expect(toReview(reviewed(label, "fr"))).toEqual([]);
  expect(toReview(reviewed(label, "en"))).toEqual(["fr"]);
});
