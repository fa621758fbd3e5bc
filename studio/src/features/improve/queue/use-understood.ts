import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { useEffect, useRef, useState } from "react";

import type { BotSummary, InboxSentence, Understanding } from "@/lib/api/types";
import { keyOf as queryKeyOf } from "@/lib/bots/bot-queries";

import { understand } from "./api";
import { type Effect, effectsOf, keyOf } from "./meaning";

/** Sentences that are understood again after each change. */
const WATCHED_MAX = 300;

/** How long after the last change: who works fast changes several things at once. */
const PAUSE_MS = 500;

type Understood = ReadonlyMap<string, Understanding>;

/** What the draft understands of the sentences, and what the last changes did to it. */
export function useUnderstood(bot: BotSummary, loaded: readonly InboxSentence[], changes: number) {
  const [revision, setRevision] = useState(changes);
  useEffect(() => {
    const timer = setTimeout(() => setRevision(changes), PAUSE_MS);
    return () => clearTimeout(timer);
  }, [changes]);

  const watched = loaded.slice(0, WATCHED_MAX);
  const { data, isFetching, error } = useQuery({
    queryKey: queryKeyOf(bot, "understood", revision, watched.map(keyOf)),
    queryFn: async ({ signal }) => {
      const asked = watched.map(({ text, locale }) => ({ text, locale }));
      const found = await understand(bot, asked, signal);
      const entries = watched.flatMap((sentence, at): [string, Understanding][] => {
        const understanding = found[at];
        return understanding === undefined ? [] : [[keyOf(sentence), understanding]];
      });
      return { revision, understood: new Map(entries) as Understood };
    },
    enabled: watched.length > 0,
    placeholderData: keepPreviousData,
    staleTime: Infinity,
    refetchOnWindowFocus: false,
  });

  const before = useRef<{ revision: number; understood: Understood }>(undefined);
  const [effects, setEffects] = useState<readonly Effect[] | undefined>();
  useEffect(() => {
    if (data === undefined) return;
    const then = before.current;
    before.current = data;
    if (then === undefined || then.revision === data.revision) return;
    setEffects(effectsOf(then.understood, data.understood));
  }, [data]);

  const isLearning = revision !== changes || (isFetching && data?.revision !== revision);
  return { understood: data?.understood, effects, isLearning, error };
}
