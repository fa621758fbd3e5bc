import { expect, test } from "vitest";

import { nameFrom } from "./bot-name";

test.each([
  ["Gare de Nantes", "gare_de_nantes"],
  ["  L’été à Brest ! ", "l_ete_a_brest"],
  ["2 Chevaux", "2_chevaux"],
  ["???", ""],
])("the title %j gives the name %j", (title, name) => {
  expect(nameFrom(title)).toBe(name);
});
