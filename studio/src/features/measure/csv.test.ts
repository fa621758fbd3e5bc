import { expect, test } from "vitest";

import { csvOf } from "./csv";

test.each([
  [[["a", 1]], "a,1\r\n"],
  [[["a,b", 'say "x"', "two\nlines"]], '"a,b","say ""x""","two\nlines"\r\n'],
  [[["=1+1", -2]], "'=1+1,-2\r\n"],
  [[], ""],
])("the rows %j are the file %j", (rows, file) => {
  expect(csvOf(rows)).toBe(file);
});
