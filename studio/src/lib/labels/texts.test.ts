import { expect, test } from "vitest";

import type { Label } from "@/lib/api/types";

import { variantsOf, withVariants } from "./texts";

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
