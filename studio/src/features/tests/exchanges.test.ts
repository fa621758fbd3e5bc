import { expect, test } from "vitest";

import type { BotLine, UserLine } from "@/lib/api/types";

import { botLine, botText, isReadable, userKind, userLine, userText } from "./exchanges";

const USER_LINES: UserLine[] = [
  { type: "says", text: "bonjour" },
  { type: "presses", title: "Oui" },
  { type: "starts" },
  { type: "waits", seconds: 60 },
  { type: "sends_file", media: "video", url: "https://example.org/a.mp4" },
  { type: "sends_place", latitude: 48.85, longitude: -2.35 },
  { type: "stays_silent" },
  { type: "ends" },
];
test.each(USER_LINES)("a user's line is the same after its field: %j", (line) => {
  expect(userLine(userKind(line), userText(line))).toEqual(line);
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

test.each([
  ["48.85 2.35", 48.85, 2.35],
  [" 48,85  -2,35 ", 48.85, -2.35],
  ["48.85,2.35", 48.85, 2.35],
  ["48, 2", 48, 2],
  ["91 0", Number.NaN, 0],
  ["48", Number.NaN, Number.NaN],
  ["here", Number.NaN, Number.NaN],
])("%j is the place %d north, %d east", (text, latitude, longitude) => {
  const line = userLine("sends_place", text);
  expect(line).toEqual({ type: "sends_place", latitude, longitude });
  expect(isReadable(line)).toBe(!Number.isNaN(latitude + longitude));
});

test.each(["", "x", "-3", "2.5"])("waiting for %j is waiting for whole seconds", (text) => {
  expect(userLine("waits", text)).toEqual({ type: "waits", seconds: text === "2.5" ? 2 : 0 });
});
