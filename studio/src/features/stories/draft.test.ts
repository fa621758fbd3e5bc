import i18next from "i18next";
import { expect, test } from "vitest";

import type { Story } from "@/lib/api/types";
import { changeLanguage } from "@/lib/i18n/i18n";

import { type Draft, newKey, withAt, withMoved, withNewAnswer, withNewStep, withoutItem } from "./draft";
import { changed } from "./history";
import { layoutOf } from "./layout";
import { merged } from "./merge";
import { partOfPlace, partsOf, titleOf, triggerInWords } from "./parts";

const { t } = i18next;

const STORY: Story = {
  name: "book",
  starters: ["book_seats"],
  mandatory: [{ entity: { entity_type: "film", role: "film" }, ask: [{ content: { type: "text", text: "book.1" } }] }],
  answers: [{ content: { type: "text", text: "book.2" } }],
  steps: [
    { name: "yes", trigger: { intent: "yes" }, steps: [{ name: "many", trigger: { when: "seats > 20" }, target: "contact" }] },
  ],
};
const DRAFT: Draft = {
  story: STORY,
  labels: { "book.1": { texts: [{ locale: "en", variants: ["Which film?"] }] }, "book.2": {} },
};

test("what says nothing is left out, and the rest stays as it is", () => {
  const changed = withAt(STORY, ["steps", 0, "trigger", "intent"], "no");
  expect(changed.steps?.[0]?.trigger).toEqual({ intent: "no" });
  expect(changed.mandatory).toBe(STORY.mandatory);
  expect(withAt(STORY, ["starters"], [])).not.toHaveProperty("starters");
  expect(withoutItem(STORY, ["steps", 0])).not.toHaveProperty("steps");
});

test("items move within their list and not past its ends", () => {
  const two = withAt(STORY, ["starters"], ["a", "b"]);
  expect(withMoved(two, ["starters", 1], -1).starters).toEqual(["b", "a"]);
  expect(withMoved(two, ["starters", 1], 1)).toBe(two);
});

test("new answers and steps have names that nothing else has", () => {
  expect(newKey(DRAFT)).toBe("book.3");
  const { story, labels } = withNewAnswer(DRAFT, ["steps", 0, "answers"]);
  expect(story.steps?.[0]?.answers).toEqual([{ content: { type: "text", text: "book.3" } }]);
  expect(labels["book.3"]).toEqual({});
  const steps = withNewStep(withNewStep(DRAFT, ["steps"]), ["steps", 0, "steps"]).story.steps;
  expect([steps?.[1]?.name, steps?.[0]?.steps?.[1]?.name]).toEqual(["step_1", "step_2"]);
});

test.each<[Pick<Story, "kind" | "starters" | "keywords">, string]>([
  [{ kind: "hello" }, "une conversation commence"],
  [{ kind: "hello", starters: ["greet"] }, "une conversation commence, greet"],
  [{ kind: "intent", starters: ["greet"], keywords: ["go"] }, "greet, “go”"],
  [{}, ""],
])("the start of %j is called %j", async (story, title) => {
  await changeLanguage("fr");
  const [start] = partsOf({ story: { name: "x", ...story }, labels: {} }, "fr", t);
  expect(start && titleOf(start, i18next.t)).toBe(title);
});

test("a story is its start, its questions, its answers and its tree of steps", () => {
  const parts = partsOf(DRAFT, "en", t);
  expect(parts.map(({ id, from }) => [id, from])).toEqual([
    ["start", null],
    ["mandatory.0", "start"],
    ["answers", "mandatory.0"],
    ["steps.0", "answers"],
    ["steps.0.steps.0", "steps.0"],
    ["steps.0.steps.0.target", "steps.0.steps.0"],
  ]);
  expect(parts[1]?.says).toEqual(["Which film?"]);
  expect(triggerInWords({ intent: "yes", entity: { role: "film", value: "x" } })).toBe("yes + film = x");
});

test.each([
  ["stories[book]", "start"],
  ["stories[book].starters[0]", "start"],
  ["stories[book].answers[0]", "answers"],
  ["stories[book].mandatory[film].ask[0]", "mandatory.0"],
  ["stories[book].steps[yes].answers[0]", "steps.0"],
  ["stories[book].steps[yes].steps[many].trigger", "steps.0.steps.0"],
])("a finding at %s is about %s", (place, part) => {
  expect(partOfPlace(STORY, place)).toBe(part);
});

test("two people's changes of different members are put together; of the same, mine stays and is named", () => {
  const base = { name: "a", starters: ["x"], description: "old" };
  const mine = { ...base, starters: ["y"] };
  const theirs = { name: "a", description: "new", starters: ["x"], category: "c" };
  expect(merged<object>(base, mine, theirs)).toEqual({
    whole: { name: "a", starters: ["y"], description: "new", category: "c" },
    disputed: [],
  });
  expect(merged<object>(base, mine, { ...base, starters: ["z"] })).toEqual({
    whole: { ...base, starters: ["y"] },
    disputed: ["starters"],
  });
});

test("changes are taken back one by one, and typing in one field is one change", () => {
  const first = { past: [], now: "", future: [], about: null };
  const typed = ["a", "ab"].reduce((h, next) => changed(h, { type: "change", next, about: "text" }), first as Parameters<typeof changed<string>>[0]);
  const other = changed(typed, { type: "change", next: "other", about: null });
  const back = changed(other, { type: "undo" });
  expect([back.now, changed(back, { type: "undo" }).now, changed(back, { type: "redo" }).now]).toEqual(["ab", "", "other"]);
});

test("a story runs in the direction in which more of it can be read, steps beside each other in their order", () => {
  const { direction, places } = layoutOf(partsOf(DRAFT, "en", t));
  expect(direction).toBe("down");
  expect([...places.values()].map(({ x }) => x)).toEqual([0, 0, 0, 0, 0, 0]);
  const wide = { ...DRAFT, story: { name: "wide", steps: Array.from({ length: 9 }, (_, at) => ({ name: `s${at}` })) } };
  const layout = layoutOf(partsOf(wide, "en", t));
  expect(layout.direction).toBe("right");
  const steps = Array.from({ length: 9 }, (_, at) => layout.places.get(`steps.${at}`)?.y ?? -1);
  expect(steps).toEqual(steps.toSorted((a, b) => a - b));
  expect(layout.places.get("answers")?.y).toBe(steps[4]);
});
