import { expect, test } from "vitest";

import type { Sentence } from "@/lib/api/types";

import {
  linesOf,
  markAround,
  piecesOf,
  withMark,
  withoutMark,
  withoutMarks,
  withPart,
  wordsOf,
} from "./marks";

const TO = { entity_type: "station", role: "destination" };
const sentence = (text: string): Sentence => ({ text, locale: "fr", intent: "train" });

test("a mark counts in bytes and in UTF-16, and leaves spaces out", () => {
  const marked = withMark(sentence("🚆 à Orléans demain"), 4, 13, TO);
  expect(marked.entities).toEqual([
    { ...TO, span: { start: 8, end: 16, utf16_start: 5, utf16_end: 12 } },
  ]);
  expect(piecesOf(marked).map((piece) => piece.text)).toEqual(["🚆 à ", "Orléans", " demain"]);
});

test("a new mark takes the place of those that it covers, and all stay in order", () => {
  const first = withMark(sentence("de Lyon à Nantes"), 10, 16, TO);
  const both = withMark(first, 3, 7, { ...TO, role: "origin" });
  expect(both.entities?.map((mark) => mark.role)).toEqual(["origin", "destination"]);
  const one = withMark(both, 3, 16, TO);
  expect(piecesOf(one).map((piece) => piece.text)).toEqual(["de ", "Lyon à Nantes"]);
});

test("nothing selected marks nothing, and a mark goes away", () => {
  const plain = sentence("de Lyon");
  expect(withMark(plain, 2, 3, TO)).toBe(plain);
  const marked = withMark(plain, 3, 7, TO);
  const [mark] = marked.entities ?? [];
  expect(mark && withoutMark(marked, mark).entities).toEqual([]);
});

test("pasted lines become sentences once each", () => {
  expect(linesOf(" bonjour  à tous\n\nsalut\nbonjour à tous ")).toEqual(["bonjour à tous", "salut"]);
});

test("a part is marked within a mark, counted from its beginning, and goes away alone", () => {
  const train = sentence("à côté d’Orléans centre ville");
  const marked = withMark(train, 9, 23, TO);
  const [around] = marked.entities ?? [];
  expect(markAround(marked, 9, 23)).toBeUndefined();
  expect(markAround(marked, 0, 12)).toBeUndefined();
  expect(markAround(marked, 17, 23)).toBe(around);
  if (around === undefined) throw new Error("nothing is marked");
  const CITY = { entity_type: "city", role: "city" };
  const whole = withPart(marked, around, 9, 16, CITY);
  const [span] = whole.entities?.[0]?.sub_entities ?? [];
  expect(span).toEqual({ ...CITY, span: { start: 0, end: 8, utf16_start: 0, utf16_end: 7 } });
  const without = withoutMarks(whole, 10, 12);
  expect(without.entities?.[0]).toEqual({ ...around, sub_entities: [] });
  expect(withoutMarks(without, 10, 12).entities).toEqual([]);
});

test.each([
  ["un billet, svp", ["un", "billet", ",", "svp"]],
  ["d’Orléans à 8h", ["d", "’", "Orléans", "à", "8h"]],
  ["  ", []],
])("the words of %j", (text, words) => {
  expect(wordsOf(text).map(({ from, to }) => text.slice(from, to))).toEqual(words);
});
