/** What one changed of a draft in one go, and can take back. */
export interface Step {
  /** The bot, as `namespace/name`. */
  readonly bot: string;
  /** The revisions that the changes made. */
  readonly revisions: readonly number[];
  /** The kind of object that was changed; absent: several. */
  readonly object?: string;
  /** What it is called, if it has a name that says something. */
  readonly name?: string;
  readonly isRemoved: boolean;
  /** When it was changed last. */
  readonly at: number;
}

/** What can be taken back and made again, the latest last, and what was done last. */
export interface Steps {
  readonly done: readonly Step[];
  readonly undone: readonly Step[];
  readonly last?: { readonly step: Step; readonly how: "changed" | "undone" | "redone" };
}

/** A screen may need several calls for one change: what follows so soon belongs to it. */
const TOGETHER_MS = 700;

/** Steps that are kept; the server keeps about as many changes. */
const KEPT_MAX = 100;

/** Parts of addresses that hold objects of a draft. */
const OBJECTS: Readonly<Record<string, string>> = {
  head: "bot",
  intents: "intent",
  sentences: "sentence",
  "entity-types": "entity_type",
  stories: "story",
  faqs: "faq",
  flags: "flag",
  labels: "label",
  "label-file": "label",
  dialogs: "dialog",
};

/** The step that a call made. Nothing for what is taken back in another way. */
export function stepOf(method: string, path: string, revision: number, at: number): Step | undefined {
  const [, bot, part = "", name, below] = /^\/api\/v1\/bots\/([^/]+\/[^/]+)\/([^/]+)(?:\/([^/]+))?(\/.*)?$/.exec(path) ?? [];
  const object = OBJECTS[part];
  if (bot === undefined || object === undefined) return undefined;
  // Sentences are named by their hash.
  const isNamed = name !== undefined && object !== "sentence";
  return {
    bot: decodeURIComponent(bot),
    revisions: [revision],
    object,
    ...(isNamed && { name: decodeURIComponent(name) }),
    isRemoved: method === "DELETE" && below === undefined,
    at,
  };
}

/** After a change. What was taken back before cannot be made again: it came from another state. */
export function afterChange({ done }: Steps, step: Step): Steps {
  const before = done.at(-1);
  const isSoon = before?.bot === step.bot && step.at - before.at < TOGETHER_MS;
  // Whoever removes what they just saved wants the removal back, not the state before the save.
  const isOne = isSoon && !(before?.object === step.object && step.isRemoved && !before?.isRemoved);
  const one = isOne && before !== undefined ? together(before, step) : step;
  const kept = isOne ? done.slice(0, -1) : done;
  return { done: [...kept, one].slice(-KEPT_MAX), undone: [], last: { step: one, how: "changed" } };
}

function together(before: Step, step: Step): Step {
  return {
    ...before,
    revisions: [...before.revisions, ...step.revisions],
    isRemoved: before.isRemoved && step.isRemoved,
    at: step.at,
  };
}

/** After a step was taken back by the change `revision`, or made again. */
export function afterTurn(steps: Steps, step: Step, revision: number | undefined, how: "undone" | "redone"): Steps {
  const without = (list: readonly Step[]) => list.filter((other) => other !== step);
  const done = without(steps.done);
  const undone = without(steps.undone);
  // A turn that changed nothing cannot be turned back.
  const turned = revision === undefined ? [] : [{ ...step, revisions: [revision], at: 0 }];
  return how === "undone"
    ? { done, undone: [...undone, ...turned], last: { step, how } }
    : { done: [...done, ...turned], undone, last: { step, how } };
}

/** After a step could not be taken back: it never will. */
export function without({ done, undone }: Steps, step: Step): Steps {
  return { done: done.filter((other) => other !== step), undone: undone.filter((other) => other !== step) };
}
