import { expect, test } from "vitest";

import type { Button, QuickReply } from "@/lib/api/types";

import { actionOf, isSafeToOpen } from "./actions";

const PRESSED: [QuickReply | Button, object][] = [
  [
    { title: "Yes", action: { type: "choice" }, payload: "yes?a=1" },
    { type: "send", event: { type: "choice", payload: "yes?a=1" } },
  ],
  [
    { title: "Yes", action: { type: "postback" }, payload: "yes" },
    { type: "send", event: { type: "choice", payload: "yes" } },
  ],
  [
    { title: "Yes", action: { type: "choice" } },
    { type: "send", event: { type: "sentence", text: "Yes" } },
  ],
  [
    { title: "Lyon", action: { type: "say", text: "a train to Lyon" } },
    { type: "send", event: { type: "sentence", text: "a train to Lyon" } },
  ],
  [
    { title: "Site", action: { type: "url", url: "https://example.org/" } },
    { type: "open", href: "https://example.org/", newWindow: true },
  ],
  [
    { title: "Call", action: { type: "call", number: "+33123456789" } },
    { type: "open", href: "tel:+33123456789", newWindow: false },
  ],
  [{ title: "Here", action: { type: "location" } }, { type: "none", reason: "noLocation" }],
  [
    // oxlint-disable-next-line eslint/no-script-url
    { title: "Bad", action: { type: "url", url: "javascript:alert(1)" } },
    // oxlint-disable-next-line eslint/no-script-url
    { type: "none", reason: "badAddress", url: "javascript:alert(1)" },
  ],
];

test.each(PRESSED)("pressing %j does %j", (pressed, expected) => {
  expect(actionOf(pressed)).toEqual(expected);
});

test.each([
  ["https://example.org/a", true],
  ["/files/a.pdf", true],
  ["mailto:a@example.org", true],
  ["JavaScript:alert(1)", false],
  ["data:text/html,x", false],
  ["http://[", false],
])("%s is safe to open: %s", (url, safe) => {
  expect(isSafeToOpen(url)).toBe(safe);
});
