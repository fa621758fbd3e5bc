import { useCallback, useReducer } from "react";

/** What was, what is, and what was taken back. */
interface History<T> {
  past: readonly T[];
  now: T;
  future: readonly T[];
  /** What the last change was about: the next of the same is one change with it. */
  about: string | null;
}

type Change<T> =
  | { type: "change"; next: T; about: string | null }
  | { type: "undo" }
  | { type: "redo" };

/** Changes that can be taken back. */
const KEPT = 200;

export function changed<T>(history: History<T>, change: Change<T>): History<T> {
  const { past, now, future } = history;
  switch (change.type) {
    case "change": {
      if (change.next === now) return history;
      const goesOn = change.about !== null && change.about === history.about;
      const before = goesOn ? past : [...past, now].slice(-KEPT);
      return { past: before, now: change.next, future: [], about: change.about };
    }
    case "undo": {
      const before = past.at(-1);
      if (before === undefined) return history;
      return { past: past.slice(0, -1), now: before, future: [now, ...future], about: null };
    }
    case "redo": {
      const [next, ...rest] = future;
      if (next === undefined) return history;
      return { past: [...past, now], now: next, future: rest, about: null };
    }
  }
}

/** Something that is edited, with undo and redo. Typing in one field is one change. */
export function useHistory<T>(first: T) {
  const [history, act] = useReducer(changed<T>, { past: [], now: first, future: [], about: null });
  return {
    now: history.now,
    canUndo: history.past.length > 0,
    canRedo: history.future.length > 0,
    change: useCallback((next: T, about: string | null = null) => act({ type: "change", next, about }), []),
    undo: useCallback(() => act({ type: "undo" }), []),
    redo: useCallback(() => act({ type: "redo" }), []),
  };
}
