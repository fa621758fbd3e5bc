import type { Answer, Label, Story } from "@/lib/api/types";

/** A story as it is being written, with the labels that it says. */
export interface Draft {
  story: Story;
  labels: Readonly<Record<string, Label>>;
}

/** Where something stands in a story: `["steps", 0, "answers", 1]`. */
export type Path = readonly (string | number)[];

/** What stands at a place; `undefined` when there is no such place. */
export function at(whole: unknown, path: Path): unknown {
  let value = whole;
  for (const key of path) {
    if (typeof value !== "object" || value === null) return undefined;
    value = (value as Record<string | number, unknown>)[key];
  }
  return value;
}

/** The same with something else at a place. What says nothing is left out, as the server does. */
export function withAt<T>(whole: T, path: Path, value: unknown): T {
  const [key, ...rest] = path;
  if (key === undefined) return value as T;
  if (Array.isArray(whole)) {
    const place = Number(key);
    return whole.with(place, withAt(whole[place], rest, value)) as T;
  }
  const members: Record<string, unknown> = { ...(whole as Record<string, unknown>) };
  const member = withAt(members[key], rest, value);
  const isGone = OPTIONAL_WHOLES.includes(String(key)) && Object.keys(Object(member)).length === 0;
  if (saysNothing(member) || isGone) delete members[key];
  else members[key] = member;
  return members as T;
}

/** Members that are left out once nothing is left in them. */
const OPTIONAL_WHOLES: readonly string[] = ["trigger", "entity"];

function saysNothing(value: unknown): boolean {
  return value === undefined || value === "" || value === false || (Array.isArray(value) && value.length === 0);
}

/** The same with one more item in a list, which may not be there yet. */
export function withItem<T>(whole: T, list: Path, item: unknown): T {
  const items = (at(whole, list) as unknown[] | undefined) ?? [];
  return withAt(whole, list, [...items, item]);
}

/** The same without an item of a list. */
export function withoutItem<T>(whole: T, path: Path): T {
  const list = path.slice(0, -1);
  const place = Number(path.at(-1));
  const items = (at(whole, list) as unknown[] | undefined) ?? [];
  return withAt(whole, list, items.filter((_, position) => position !== place));
}

/** The same with an item of a list moved by some places; past the ends nothing moves. */
export function withMoved<T>(whole: T, path: Path, by: number): T {
  const list = path.slice(0, -1);
  const from = Number(path.at(-1));
  const items = [...((at(whole, list) as unknown[] | undefined) ?? [])];
  const to = from + by;
  if (to < 0 || to >= items.length) return whole;
  const [item] = items.splice(from, 1);
  items.splice(to, 0, item);
  return withAt(whole, list, items);
}

/** A key that no label of the draft has: `booking.3`. */
export function newKey({ story, labels }: Draft): string {
  const stem = story.name.replaceAll(/\s+/g, "_");
  let number = Object.keys(labels).length + 1;
  while (`${stem}.${number}` in labels) number += 1;
  return `${stem}.${number}`;
}

/** The draft with a new label, which says nothing yet, and its key. */
export function withNewLabel(draft: Draft): { draft: Draft; key: string } {
  const key = newKey(draft);
  return { draft: { ...draft, labels: { ...draft.labels, [key]: {} } }, key };
}

/** The draft with one more answer in a list of them: a text that one types next. */
export function withNewAnswer(draft: Draft, list: Path): Draft {
  const { draft: labelled, key } = withNewLabel(draft);
  const answer: Answer = { content: { type: "text", text: key } };
  return { ...labelled, story: withItem(labelled.story, list, answer) };
}

/** The draft with one more step below the story or below a step. */
export function withNewStep(draft: Draft, list: Path): Draft {
  const taken = namesOfSteps(draft.story);
  let number = 1;
  while (taken.has(`step_${number}`)) number += 1;
  return { ...draft, story: withItem(draft.story, list, { name: `step_${number}` }) };
}

/** The names of all steps, which are unique in a story. */
export function namesOfSteps(story: Story): Set<string> {
  const names = new Set<string>();
  const walk = (steps: Story["steps"]) => {
    for (const step of steps ?? []) {
      names.add(step.name);
      walk(step.steps);
    }
  };
  walk(story.steps);
  return names;
}
