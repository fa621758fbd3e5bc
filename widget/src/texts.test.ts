import { expect, test } from "vitest";

import { chooseLocale, fill, textsOf } from "./texts";

test("the first wish that the bot speaks is its language, else the bot's own", () => {
  const check = (wishes: string[], languages: string[], expected: string) =>
    expect(chooseLocale(wishes, languages)).toBe(expected);
  check(["", "de", "fr-CA", "en"], ["en", "fr"], "fr-CA");
  check(["en_GB"], ["fr", "en"], "en_GB");
  check(["de"], ["fr", "en"], "fr");
  check([], [], "en");
});

test("the widget's own words are whole in both languages", () => {
  const [en, fr] = [textsOf("en"), textsOf("fr-FR")];
  expect(Object.keys(fr)).toEqual(Object.keys(en));
  for (const [key, text] of Object.entries(fr)) {
    expect(text, key).not.toBe("");
    const places = (words: string) => words.match(/\{\w+\}/g) ?? [];
    expect(places(text), key).toEqual(places(en[key as keyof typeof en]));
  }
  expect(textsOf("ja")).toBe(en);
  expect(fill(en.busy, { seconds: 7 })).toContain("7 s");
});
