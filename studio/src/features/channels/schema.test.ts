import { expect, test } from "vitest";

import { settingsOf, textOf, valueOf, type Kind } from "./schema";

test("a schema becomes settings, those that must be set first", () => {
  const schema = {
    required: ["token"],
    properties: {
      sse: { type: "boolean", default: true, title: "Event streams" },
      headers: { type: "array", items: { type: "string" }, default: [] },
      ping: { type: "integer", minimum: 1, maximum: 9, default: 3 },
      issuer: { type: ["string", "null"], default: null },
      keys: { type: ["object", "null"] },
      side: { enum: ["left", "right"] },
      token: { type: "string", "x-secret": true, description: "From the vendor." },
    },
  };
  const settings = settingsOf(schema);
  expect(settings.map(({ name, kind }) => `${name}: ${kind}`)).toEqual([
    "token: secret",
    "sse: boolean",
    "headers: lines",
    "ping: integer",
    "issuer: text",
    "keys: json",
    "side: choice",
  ]);
  expect(settings[0]).toMatchObject({ required: true, title: "token", hint: "From the vendor." });
  expect(settings[3]).toMatchObject({ minimum: 1, maximum: 9, initial: "3" });
});

test.each<[Kind, unknown]>([
  ["text", "a"],
  ["integer", 12],
  ["boolean", false],
  ["lines", ["a", "b"]],
  ["json", { keys: [1] }],
])("a %s is the same after it stood in a field: %j", (kind, value) => {
  expect(valueOf(kind, textOf(kind, value))).toEqual(value);
});

test.each<[Kind, string, unknown]>([
  ["text", " ", undefined],
  ["integer", "", undefined],
  ["lines", " a \n\n b", ["a", "b"]],
])("in a field of %s, %j is %j", (kind, text, value) => {
  expect(valueOf(kind, text)).toEqual(value);
});
