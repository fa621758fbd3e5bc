import { queryOptions } from "@tanstack/react-query";

import { client, dataOf } from "@/lib/api/client";
import type { BotSummary, InboxDecision, InboxSentence } from "@/lib/api/types";
import { keyOf, pathOf } from "@/lib/bots/bot-queries";

import { decide, filterOf, type QueueFilter } from "./api";

/** Sentences that wait, sorted by what is alike. */
export const groupsQuery = (bot: BotSummary, filter: QueueFilter) =>
  queryOptions({
    queryKey: keyOf(bot, "groups", filter),
    queryFn: ({ signal }) =>
      dataOf(
        client.GET("/api/v1/bots/{namespace}/{name}/inbox-groups", {
          params: { path: pathOf(bot), query: filterOf(filter) },
          signal,
        }),
      ),
    // The groups stay as they are while one works on one of them.
    refetchOnWindowFocus: false,
  });

/** Says what becomes of the sentences of a group. Gives what was learnt from each before. */
export async function decideGroup(
  bot: BotSummary,
  sentences: readonly InboxSentence[],
  decisionOf: (sentence: InboxSentence) => InboxDecision["decision"],
) {
  const { before } = await decide(
    bot,
    sentences.map((sentence) => ({
      text: sentence.text,
      locale: sentence.locale,
      decision: decisionOf(sentence),
    })),
  );
  return before;
}
