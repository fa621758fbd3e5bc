import { keepPreviousData, useInfiniteQuery, useMutation, useQueryClient } from "@tanstack/react-query";
import { useRef, useState } from "react";

import type { BotSummary, InboxDecision, InboxSentence, Sentence } from "@/lib/api/types";
import { keyOf as queryKeyOf } from "@/lib/bots/bot-queries";
import { botsQuery } from "@/lib/bots/bots-query";

import { decide, type QueueFilter, queueQuery } from "./api";
import { keyOf, type Meaning } from "./meaning";

/** What was decided together, so that it is taken back together. */
interface Step {
  sentences: readonly InboxSentence[];
  before: readonly (Sentence | null | undefined)[];
}

/** What is read of the queue itself: it does not move while one works on it. */
const OWN = new Set<unknown>(["queue", "understood", "meanings"]);

/** The sentences that wait, and what becomes of them: decided ones leave at once. */
export function useQueue(bot: BotSummary, filter: QueueFilter) {
  const queries = useQueryClient();
  const query = useInfiniteQuery({ ...queueQuery(bot, filter), placeholderData: keepPreviousData });
  const [gone, setGone] = useState<ReadonlySet<string>>(new Set());
  const [changes, setChanges] = useState(0);
  const steps = useRef<Step[]>([]);

  const loaded = query.data?.pages.flatMap((page) => page.items) ?? [];
  const sentences = loaded.filter((sentence) => !gone.has(keyOf(sentence)));

  const hide = (hidden: readonly InboxSentence[], isHidden: boolean) =>
    setGone((gone) => {
      const keys = new Set(gone);
      for (const sentence of hidden) {
        if (isHidden) keys.add(keyOf(sentence));
        else keys.delete(keyOf(sentence));
      }
      return keys;
    });
  const changed = async () => {
    setChanges((changes) => changes + 1);
    await queries.invalidateQueries({ queryKey: botsQuery.queryKey });
    await queries.invalidateQueries({
      queryKey: queryKeyOf(bot),
      predicate: ({ queryKey }) => !OWN.has(queryKey[2]),
    });
  };

  const deciding = useMutation({
    scope: { id: `queue ${bot.id}` },
    mutationFn: (items: { sentence: InboxSentence; decision: InboxDecision["decision"] }[]) =>
      decide(
        bot,
        items.map(({ sentence: { text, locale }, decision }) => ({ text, locale, decision })),
      ),
    onMutate: (items) => hide(items.map(({ sentence }) => sentence), true),
    onError: (_, items) => hide(items.map(({ sentence }) => sentence), false),
    onSuccess: ({ before }, items) => {
      steps.current.push({ sentences: items.map(({ sentence }) => sentence), before });
      return changed();
    },
  });
  const undoing = useMutation({
    scope: { id: `queue ${bot.id}` },
    mutationFn: async () => {
      const step = steps.current.at(-1);
      if (step === undefined) return undefined;
      await decide(
        bot,
        step.sentences.map(({ text, locale }, at) => {
          const learnt = step.before[at];
          return { text, locale, decision: { type: "put_back", ...(learnt && { learnt }) } };
        }),
      );
      steps.current.pop();
      return step;
    },
    onSuccess: (step) => {
      if (step === undefined) return undefined;
      hide(step.sentences, false);
      return changed();
    },
  });

  return {
    query,
    loaded,
    sentences,
    changes,
    error: deciding.error ?? undoing.error,
    last: deciding.variables?.map(({ sentence }) => sentence),
    undone: undoing.data?.sentences,
    isUndoLast: undoing.submittedAt > deciding.submittedAt,
    learn: (items: { sentence: InboxSentence; meaning: Meaning }[]) =>
      deciding.mutate(
        items.map(({ sentence, meaning: { intent, entities } }) => ({
          sentence,
          decision: {
            type: "validate",
            entities: [...entities],
            // Without an intent it teaches what not to understand.
            ...(intent !== null && { intent }),
          },
        })),
      ),
    remove: (sentences: readonly InboxSentence[]) =>
      deciding.mutate(sentences.map((sentence) => ({ sentence, decision: { type: "delete" } }))),
    undo: (onBack: (sentences: readonly InboxSentence[]) => void) =>
      undoing.mutate(undefined, { onSuccess: (step) => step && onBack(step.sentences) }),
  };
}

export type Queue = ReturnType<typeof useQueue>;
