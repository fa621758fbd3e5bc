import { useDebouncedValue } from "@mantine/hooks";
import { keepPreviousData, useQuery } from "@tanstack/react-query";

import type { BotSummary } from "@/lib/api/types";

import { rehearsalQuery, type Try } from "./api";
import type { Draft } from "./draft";

/** How long one pauses before what one typed is checked. */
const PAUSE_MS = 250;

/** What is wrong with the draft, and what the bot says with it, while one types; for those who may write. */
export function useRehearsal(bot: BotSummary, draft: Draft, what: Try, mayWrite: boolean) {
  const [paused] = useDebouncedValue(draft, PAUSE_MS);
  const { story, labels } = paused;
  return useQuery({
    ...rehearsalQuery(bot, story.name, { story }, labels, what),
    placeholderData: keepPreviousData,
    enabled: mayWrite,
    retry: false,
  });
}
