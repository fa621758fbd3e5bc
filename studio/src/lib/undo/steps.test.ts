import { describe, expect, it } from "vitest";

import { afterChange, afterTurn, type Step, stepOf, type Steps } from "./steps";

const NONE: Steps = { done: [], undone: [] };

function step(revision: number, at: number): Step {
  return { bot: "app/gare", revisions: [revision], object: "story", isRemoved: false, at };
}

describe("steps that can be taken back", () => {
  it("are named after the object that the address names", () => {
    const check = (method: string, path: string, object: string | undefined, name?: string) => {
      const made = stepOf(method, `/api/v1/bots/app/gare/${path}`, 7, 0);
      expect([made?.object, made?.name]).toEqual([object, name]);
    };
    check("PUT", "stories/book", "story", "book");
    check("POST", "intents/a%20b/rename", "intent", "a b");
    check("DELETE", "sentences/5d41402a", "sentence");
    check("POST", "sentences", "sentence");
    check("PUT", "entity-types/station/dictionary/lyon", "entity_type", "station");
    // The queue has its own way back: sentences wait again there.
    check("POST", "inbox", undefined);
    check("POST", "undo", undefined);
  });

  it("only say that an object is gone when it is", () => {
    expect(stepOf("DELETE", "/api/v1/bots/a/b/intents/x", 1, 0)?.isRemoved).toBe(true);
    expect(stepOf("DELETE", "/api/v1/bots/a/b/entity-types/x/dictionary/y", 1, 0)?.isRemoved).toBe(false);
  });

  it("hold all calls of one change", () => {
    const steps = [step(2, 1000), step(3, 1200), step(4, 9000)].reduce(afterChange, NONE);
    expect(steps.done.map(({ revisions }) => revisions)).toEqual([[2, 3], [4]]);
  });

  it("hold a removal apart from a save just before it", () => {
    const removal = { ...step(3, 1200), isRemoved: true };
    const steps = [step(2, 1000), removal, { ...removal, revisions: [4], at: 1300 }].reduce(afterChange, NONE);
    expect(steps.done.map(({ revisions }) => revisions)).toEqual([[2], [3, 4]]);
  });

  it("can be made again until something else is changed", () => {
    const made = afterChange(NONE, step(2, 0));
    const [first] = made.done;
    const undone = afterTurn(made, first as Step, 3, "undone");
    expect([undone.done.length, undone.undone[0]?.revisions]).toEqual([0, [3]]);
    const redone = afterTurn(undone, undone.undone[0] as Step, 4, "redone");
    expect([redone.done[0]?.revisions, redone.undone.length]).toEqual([[4], 0]);
    expect(afterChange(undone, step(5, 9000)).undone).toEqual([]);
  });
});
