import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useEffect, useRef, useState } from "react";

import { ApiError } from "@/lib/api/client";
import type { BotSummary } from "@/lib/api/types";
import { nameOf } from "@/lib/bots/bot-names";
import { botChanged } from "@/lib/bots/bot-queries";
import { useSteps } from "@/lib/undo/undo";

import { createStory, readDraft, saveDraft, type StoredDraft } from "./api";
import type { Draft } from "./draft";
import { useHistory } from "./history";
import { merged } from "./merge";

/** Somebody else changed or removed the story while it was edited here. */
export interface Conflict {
  /** What is stored now; `null`: the story is gone. */
  theirs: StoredDraft | null;
  /** Parts that both changed, each in another way. */
  disputed: readonly string[];
}

const draftOf = ({ story, labels }: Draft): Draft => ({ story, labels });

/** A story that is edited: its history, and saving it without losing anybody's work. */
export function useStoryEditor(bot: BotSummary, opened: StoredDraft) {
  const queries = useQueryClient();
  const history = useHistory<Draft>(opened);
  const [stored, setStored] = useState(opened);
  const [clean, setClean] = useState<Draft>(opened);
  const [conflict, setConflict] = useState<Conflict>();
  const { now, change } = history;

  const meet = (theirs: StoredDraft | null, base: Draft = stored) => {
    if (theirs === null) {
      setConflict({ theirs, disputed: [] });
      return;
    }
    const { disputed } = merged<object>(base.story, now.story, theirs.story);
    const words = merged<object>(base.labels, now.labels, theirs.labels);
    setConflict({ theirs, disputed: [...disputed, ...words.disputed] });
  };
  const saving = useMutation({
    mutationFn: (draft: Draft) => saveDraft(bot, draft, stored),
    onSuccess: async (saved, sent) => {
      if (saved.isMine) {
        setStored(saved.stored);
        setClean(sent);
      } else {
        // Mine was stored, and then changed by somebody.
        meet(saved.stored, sent);
      }
      await botChanged(queries, bot);
    },
    onError: async (error) => {
      if (!(error instanceof ApiError) || error.status !== 412) return;
      try {
        meet(await readDraft(bot, now.story.name));
      } catch (error) {
        if (error instanceof ApiError && error.status === 404) meet(null);
      }
    },
  });
  const again = useMutation({
    mutationFn: async (draft: Draft) => {
      await createStory(bot, draft.story, {});
      return readDraft(bot, draft.story.name);
    },
    onSuccess: async (read) => {
      setStored(read);
      setConflict(undefined);
      await botChanged(queries, bot);
    },
  });

  const settle = (theirs: StoredDraft) => {
    setStored(theirs);
    setConflict(undefined);
    saving.reset();
  };
  const takeTheirs = (theirs: StoredDraft) => {
    const taken = draftOf(theirs);
    change(taken);
    setClean(taken);
    settle(theirs);
  };
  useTurns(bot, async () => {
    try {
      const theirs = await readDraft(bot, now.story.name);
      if (now === clean) takeTheirs(theirs);
      else meet(theirs);
    } catch (error) {
      if (error instanceof ApiError && error.status === 404) meet(null);
    }
  });
  return {
    ...history,
    conflict,
    saving,
    again,
    stored,
    isChanged: now !== clean,
    save: () => {
      if (!saving.isPending && now !== clean) saving.mutate(now);
    },
    /** Both changes in one; where both changed the same part, mine stays. It is saved next. */
    takeBoth: (theirs: StoredDraft) => {
      const story = merged(stored.story, now.story, theirs.story).whole;
      const labels = merged<Draft["labels"]>(stored.labels, now.labels, theirs.labels).whole;
      change({ story, labels });
      settle(theirs);
    },
    /** What is stored; undo brings mine back. */
    takeTheirs,
  };
}

export type StoryEditing = ReturnType<typeof useStoryEditor>;

/** What is stored changes when one takes back what one saved. */
function useTurns(bot: BotSummary, read: () => Promise<void>): void {
  const { last } = useSteps();
  const seen = useRef(last);
  const reading = useRef(read);
  useEffect(() => {
    reading.current = read;
  });
  useEffect(() => {
    if (last === seen.current) return;
    seen.current = last;
    if (last !== undefined && last.how !== "changed" && last.step.bot === nameOf(bot)) {
      void reading.current();
    }
  }, [last, bot]);
}
