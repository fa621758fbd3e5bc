import { expect, test } from "vitest";

import { csvOf, rowsOf } from "./csv";

test.each([
  ["a,b\n1,2\n", [["a", "b"], ["1", "2"]]],
  ["a;b\r\n1;2", [["a", "b"], ["1", "2"]]],
  ["a\tb\n\n1\t2\n", [["a", "b"], ["1", "2"]]],
  ['\uFEFF"a, b","c ""d"""\n"two\nlines",x', [["a, b", 'c "d"'], ["two\nlines", "x"]]],
  ["", []],
])("%j is read", (text, rows) => {
  expect(rowsOf(text)).toEqual(rows);
});

test("what is written is read again, and no field is a formula", () => {
  const rows = [["key", "fr"], ['a "b"', "deux\nlignes, et plus"]];
  expect(rowsOf(csvOf(rows))).toEqual(rows);
  expect(csvOf([["=1+1", -2], ["two\nlines", "a,b"]])).toBe("'=1+1,-2\r\n\"two\nlines\",\"a,b\"\r\n");
  expect(csvOf([])).toBe("");
});
