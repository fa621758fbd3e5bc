import { expect, test } from "vitest";

import { nameFor } from "./names";

test.each([
  ["Where can I park?", "where_can_i_park"],
  ["Où se garer à l’été ?", "ou_se_garer_a_l_ete"],
  ["  ", ""],
  ["a very long question about the luggage of passengers", "a_very_long_question_about_the_luggage"],
  ["x".repeat(60), "x".repeat(40)],
])("%s is named %s", (question, name) => {
  expect(nameFor(question)).toBe(name);
});
