import type { TFunction } from "i18next";

import type { Answer, Label, Step, Story, StoryKind, Trigger } from "@/lib/api/types";
import { textIn } from "@/lib/labels/texts";

import type { Draft, Path } from "./draft";

/** A part of a story that people see as one thing: a box of the canvas, a line of the outline. */
export interface Part {
  /** Its place in the story, joined by dots: `steps.0.steps.1`. The start has none. */
  id: string;
  path: Path;
  kind: "start" | "question" | "answers" | "step" | "leave";
  /** The part that leads to it. */
  from: string | null;
  /** How deep it lies in the outline. */
  depth: number;
  /** What leads to it or what it is called; empty: nothing does. */
  title: string;
  /** Of a start: what starts the story, when that is not what users say. */
  startedBy?: Exclude<StoryKind, "intent">;
  /** What the bot says there, in the language that is shown. */
  says: readonly string[];
}

/** What is at a place and what is called at it; for a path that joins by dots. */
export const idOf = (path: Path) => path.join(".");

/** The parts of a story, in the order in which they are read. */
export function partsOf({ story, labels }: Draft, locale: string, t: TFunction): Part[] {
  const says = (answers: readonly Answer[] | undefined) =>
    (answers ?? []).flatMap((answer) => [
      answerInWords(answer, labels, locale, t),
      ...offeredInWords(answer, labels, locale),
    ]);
  const parts: Part[] = [
    { id: "start", path: [], kind: "start", from: null, depth: 0, ...startOf(story), says: [] },
  ];
  let last = "start";
  for (const [position, needed] of (story.mandatory ?? []).entries()) {
    const path = ["mandatory", position];
    const title = needed.entity.role;
    parts.push({ id: idOf(path), path, kind: "question", from: last, depth: 1, title, says: says(needed.ask) });
    last = idOf(path);
  }
  parts.push({ id: "answers", path: ["answers"], kind: "answers", from: last, depth: 1, title: "", says: says(story.answers) });
  const walk = (steps: readonly Step[] | undefined, list: Path, from: string, depth: number) => {
    for (const [position, step] of (steps ?? []).entries()) {
      const path = [...list, position];
      const id = idOf(path);
      const title = triggerInWords(step.trigger) || step.name;
      parts.push({ id, path, kind: "step", from, depth, title, says: says(step.answers) });
      if (step.target !== undefined) parts.push(leaving(`${id}.target`, path, id, depth + 1, step.target));
      walk(step.steps, [...path, "steps"], id, depth + 1);
    }
  };
  walk(story.steps, ["steps"], "answers", 2);
  for (const key of ["redirects_to", "ends_with"] as const) {
    const name = story[key];
    if (name !== undefined) parts.push(leaving(key, [], "answers", 2, name));
  }
  return parts;
}

const leaving = (id: string, path: Path, from: string, depth: number, title: string): Part => ({
  id, path, kind: "leave", from, depth, title, says: [],
});

function startOf({ kind, starters = [], keywords = [] }: Story): Pick<Part, "title" | "startedBy"> {
  const title = [...starters, ...keywords.map((word) => `“${word}”`)].join(", ");
  return kind === undefined || kind === "intent" ? { title } : { title, startedBy: kind };
}

/** What leads to a part, in the reader's language. */
export function titleOf({ startedBy, title }: Part, t: TFunction): string {
  return [startedBy && t(`story.startKinds.${startedBy}`), title].filter(Boolean).join(", ");
}

/** What leads to a step, in a few words. */
export function triggerInWords(trigger: Trigger | undefined): string {
  const { intent, entity, when } = trigger ?? {};
  const found = entity && (entity.value === undefined ? entity.role : `${entity.role} = ${entity.value}`);
  return [intent, found, when].filter(Boolean).join(" + ");
}

/** What a label says in a language; its key when it says nothing there. */
export function textOf(key: string, labels: Readonly<Record<string, Label>>, locale: string): string {
  return textIn(labels[key] ?? {}, locale) ?? key;
}

/** An answer in a line. */
function answerInWords(answer: Answer, labels: Draft["labels"], locale: string, t: TFunction): string {
  const { content } = answer;
  const text = (key: string | undefined) => (key === undefined ? "" : textOf(key, labels, locale));
  switch (content.type) {
    case "text":
      return text(content.text);
    case "card":
      return `▭ ${text(content.card.title) || text(content.card.subtitle)}`;
    case "carousel":
      return `▭▭ ${content.cards.map((card) => text(card.title)).join(" · ")}`;
    case "file":
      return `⎙ ${content.file.name || content.file.url}`;
    case "http":
      return `⇄ ${content.url}`;
    case "set":
      return `${content.variable} = ${content.value}`;
    case "remember":
      return `${content.name} = ${content.value}`;
    case "custom":
      return `{ } ${content.connector}`;
    case "notify":
      return `→ ${content.intent}`;
    case "forget":
      return `⌫ ${(content.roles ?? []).join(", ")}`;
    case "program":
    case "hand_over":
      return `⇄ ${t(`story.kinds.${content.type}`)}`;
  }
}

/** What can be pressed below an answer, in a line; nothing where there is nothing. */
function offeredInWords({ content }: Answer, labels: Draft["labels"], locale: string): string[] {
  const buttons = content.type === "text" ? (content.buttons ?? []) : [];
  const replies = content.type === "text" || content.type === "card" ? (content.quick_replies ?? []) : [];
  const titles = [...buttons, ...replies].map(({ title }) => textOf(title, labels, locale));
  return titles.length === 0 ? [] : [`▢ ${titles.join(" · ")}`];
}

/** The part that a finding is about: `stories[book].steps[seat].answers[0]` is in `steps.1`. */
export function partOfPlace(story: Story, place: string): string {
  const keys = [...place.replace(/^stories\[[^\]]*\]/, "").matchAll(/\.(\w+)(?:\[([^\]]*)\])?/g)];
  const path: (string | number)[] = [];
  let steps = story.steps ?? [];
  for (const [, key = "", inner = ""] of keys) {
    if (key === "steps") {
      const position = steps.findIndex((step, position) => step.name === inner || String(position) === inner);
      if (position < 0) break;
      path.push("steps", position);
      steps = steps[position]?.steps ?? [];
    } else if (key === "mandatory" && path.length === 0) {
      const needed = story.mandatory ?? [];
      const found = needed.findIndex(({ entity }, position) => entity.role === inner || String(position) === inner);
      return idOf(["mandatory", Math.max(found, 0)]);
    } else {
      if (key === "answers" && path.length === 0) return "answers";
      break;
    }
  }
  return path.length === 0 ? "start" : idOf(path);
}
