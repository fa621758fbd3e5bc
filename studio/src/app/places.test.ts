import { expect, test } from "vitest";

import { found, type Place } from "./places";

const place = (title: string, words = ""): Place => ({ title, kind: "Construire", address: title, words });
const PLACES = [place("Réponses", "i18n, traductions"), place("Intentions"), place("Tester les réponses")];

test.each([
  ["", ["Réponses", "Intentions", "Tester les réponses"]],
  ["rep", ["Réponses", "Tester les réponses"]],
  ["TEST rep", ["Tester les réponses"]],
  ["i18n", ["Réponses"]],
  ["construire int", ["Intentions"]],
  ["xyz", []],
])("looking for %j finds %j", (wanted, titles) => {
  expect(found(PLACES, wanted).map((place) => place.title)).toEqual(titles);
});
