import { expect, test } from "vitest";

import { lookOf } from "./look";
import { snippetOf } from "./snippet";

test("branding becomes the look of the widget, as far as it is complete", () => {
  const branding = {
    color: "#0b7a70",
    background_color: "#0b",
    logo_url: "",
    title: { fr: "Bonjour", en: "" },
  };
  expect(lookOf(branding, "fr")).toEqual({ primaryColor: "#0b7a70", title: "Bonjour" });
  expect(lookOf(branding, "en")).toEqual({ primaryColor: "#0b7a70" });
  expect(lookOf({}, "fr")).toEqual({});
});

test("one line puts the widget on a page", () => {
  expect(snippetOf("https://bots.example.org", "pub_1")).toBe(
    '<script src="https://bots.example.org/widget.js" data-bot="pub_1"></script>',
  );
});
