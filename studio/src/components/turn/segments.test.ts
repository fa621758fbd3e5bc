import { expect, test } from "vitest";

import type { EntityFound } from "@/lib/api/types";

import { colorsByRole, ENTITY_COLORS, segmentsOf } from "./segments";

function entity(utf16_start: number, utf16_end: number, role = "role"): EntityFound {
  return {
    span: { start: 0, end: 0, utf16_start, utf16_end },
    entity_type: "type",
    role,
    probability: 1,
    source: "model",
  };
}

const cut = (text: string, ...entities: EntityFound[]) =>
  segmentsOf(text, entities).map(({ text, entity }) => (entity ? `[${text}]` : text));

test.each([
  ["Lyon", [], ["Lyon"]],
  ["", [], []],
  ["à Lyon demain", [[2, 6], [7, 13]], ["à ", "[Lyon]", " ", "[demain]"]],
  ["à Lyon demain", [[7, 13], [2, 6]], ["à ", "[Lyon]", " ", "[demain]"]],
  ["🚆 Lyon", [[3, 7]], ["🚆 ", "[Lyon]"]],
  ["Lyon", [[0, 4], [2, 4]], ["[Lyon]"]],
  ["Lyon", [[0, 9]], ["Lyon"]],
  ["Lyon", [[2, 2]], ["Lyon"]],
])("%j with %j is cut at its entities", (text, spans, expected) => {
  const segments = cut(text, ...spans.map(([start = 0, end = 0]) => entity(start, end)));
  expect(segments).toEqual(expected);
});

test("a role has one colour, and colours begin again when they are used up", () => {
  const roles = Array.from({ length: ENTITY_COLORS + 1 }, (_, position) => `role ${position}`);
  const colors = colorsByRole([...roles, "role 0"].map((role) => entity(0, 1, role)));
  expect(colors.get("role 0")).toBe(0);
  expect(colors.get("role 1")).toBe(1);
  expect(colors.get(`role ${ENTITY_COLORS}`)).toBe(0);
});
