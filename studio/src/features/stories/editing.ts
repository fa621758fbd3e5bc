import { useQuery } from "@tanstack/react-query";
import { createContext, useContext } from "react";

import type { BotSummary, Label } from "@/lib/api/types";

import { type KnownIntent, knownIntentsQuery } from "./api";
import { at, type Draft, type Path, withAt } from "./draft";
import { idOf } from "./parts";

/** What the fields of a story share. */
export interface Editing {
  bot: BotSummary;
  draft: Draft;
  /** The language in which texts are written and shown. */
  locale: string;
  change: (next: Draft, about?: string | null) => void;
}

export const EditingContext = createContext<Editing | undefined>(undefined);

export function useEditing(): Editing {
  const editing = useContext(EditingContext);
  if (editing === undefined) throw new Error("this field stands outside of a story");
  return editing;
}

/** A member of the story: what it is, and a function that changes it. */
export function useMember<T>(path: Path): [T | undefined, (value: T | undefined) => void] {
  const { draft, change } = useEditing();
  const set = (value: T | undefined) =>
    change({ ...draft, story: withAt(draft.story, path, value) }, idOf(path));
  return [at(draft.story, path) as T | undefined, set];
}

/** Changes what a label says. */
export function withLabel(draft: Draft, key: string, label: Label): Draft {
  return { ...draft, labels: { ...draft.labels, [key]: label } };
}

/** The intents of the bot; none until they are read. */
export function useKnownIntents(): readonly KnownIntent[] | undefined {
  const { bot } = useEditing();
  return useQuery(knownIntentsQuery(bot)).data;
}
