import { expect, test } from "vitest";

import type { Branding } from "./api";
import { brandingSheet, readableOn } from "./colours";

const BRANDING: Branding = {
  primaryColor: "#6366f1",
  backgroundColor: "#ffffff",
  textColor: "#1f2328",
  logoUrl: null,
  position: "bottom-right",
  theme: "light",
  title: "Bot",
  consentText: null,
};

test("what stands on a colour can be read", () => {
  const check = (colour: string, expected: string) => expect(readableOn(colour)).toBe(expected);
  check("#000000", "#ffffff");
  check("#ffffff", "#000000");
  check("#ffd400", "#000000");
  check("#0b5c8a", "#ffffff");
  check("#7a1f2b", "#ffffff");
});

test("a colour that is none cannot bring in anything else", () => {
  const sheet = brandingSheet({ ...BRANDING, primaryColor: "red;}*{display:none", textColor: "" });
  expect(sheet).toContain("--primary:#4f46e5");
  expect(sheet).not.toContain("display");
});

test("the visitor's device decides over dark only where the bot leaves it to it", () => {
  expect(brandingSheet(BRANDING)).not.toContain("prefers-color-scheme");
  expect(brandingSheet({ ...BRANDING, theme: "auto" })).toContain("prefers-color-scheme: dark");
});
