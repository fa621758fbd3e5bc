import { expect, test } from "vitest";

import type { BotLine, UserLine } from "@/lib/api/types";

import { botLine, botText, userLine, userText } from "./exchanges";

const USER_LINES: UserLine[] = [
  { type: "says", text: "bonjour" },
  { type: "presses", title: "Oui" },
  { type: "starts" },
  { type: "waits", seconds: 60 },
];
test.each(USER_LINES)("a user's line is the same after its field: %j", (line) => {
  expect(userLine(line.type, userText(line))).toEqual(line);
});

const BOT_LINES: BotLine[] = [
  { type: "says", text: "Bonjour*" },
  { type: "understands", intent: "greet" },
  { type: "understands" },
  { type: "offers", titles: ["Oui", "Non"] },
];
test.each(BOT_LINES)("an expectation is the same after its field: %j", (line) => {
  expect(botLine(line.type, botText(line))).toEqual(line);
});

test.each(["", "x", "-3", "2.5"])("waiting for %j is waiting for whole seconds", (text) => {
  expect(userLine("waits", text)).toEqual({ type: "waits", seconds: text === "2.5" ? 2 : 0 });
});
