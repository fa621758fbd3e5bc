import { useSyncExternalStore } from "react";

import { afterChange, afterTurn, type Step, stepOf, type Steps, without } from "./steps";

/** Of this window: whoever loads the page again begins anew. */
let steps: Steps = { done: [], undone: [] };
const listeners = new Set<() => void>();

function set(next: Steps): void {
  steps = next;
  for (const listener of listeners) listener();
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

/** The header in which the server tells the revision that a change made. */
const REVISION = "draft-revision";

/** Looks whether a call changed a draft. */
export function noteCall(method: string, address: string, headers: Headers): void {
  const revision = Number(headers.get(REVISION));
  if (method === "GET" || !Number.isSafeInteger(revision) || revision < 1) return;
  const step = stepOf(method, new URL(address).pathname, revision, Date.now());
  if (step !== undefined) set(afterChange(steps, step));
}

/** A step was taken back, or made again. */
export function noteTurn(step: Step, revision: number | undefined, how: "undone" | "redone"): void {
  set(afterTurn(steps, step, revision, how));
}

/** A step can be taken back no longer. */
export function forgetStep(step: Step): void {
  set(without(steps, step));
}

/** What can be taken back and made again. */
export function useSteps(): Steps {
  return useSyncExternalStore(subscribe, () => steps);
}
