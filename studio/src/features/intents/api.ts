import { infiniteQueryOptions } from "@tanstack/react-query";

import { client, dataOf, doneOf } from "@/lib/api/client";
import type { BotSummary, NamedIntent, Sentence } from "@/lib/api/types";
import { keyOf, pathOf } from "@/lib/bots/bot-queries";

/** The intents, page by page. */
export const intentsQuery = (bot: BotSummary, search: string) =>
  infiniteQueryOptions({
    queryKey: keyOf(bot, "intents", search),
    queryFn: ({ pageParam, signal }) =>
      dataOf(
        client.GET("/api/v1/bots/{namespace}/{name}/intents", {
          params: {
            path: pathOf(bot),
            query: { search, limit: 500, ...(pageParam && { cursor: pageParam }) },
          },
          signal,
        }),
      ),
    initialPageParam: "",
    getNextPageParam: (page) => page.next,
  });

/** An intent as it was read. */
export type TaggedIntent = NamedIntent & { etag: string };

/** Changes what an intent is, unless somebody changed it since it was read. */
export function saveIntent(bot: BotSummary, intent: TaggedIntent, changes: Partial<TaggedIntent>) {
  const { name, sentences: _sentences, etag, ...own } = intent;
  return dataOf(
    client.PUT("/api/v1/bots/{namespace}/{name}/intents/{intent}", {
      params: { path: { ...pathOf(bot), intent: name }, header: { "If-Match": etag } },
      body: { ...own, ...changes },
    }),
  );
}

/** Gives an intent another name, wherever it is named. */
export function renameIntent(bot: BotSummary, intent: string, to: string) {
  return dataOf(
    client.POST("/api/v1/bots/{namespace}/{name}/intents/{intent}/rename", {
      params: { path: { ...pathOf(bot), intent } },
      body: { to },
    }),
  );
}

/** Removes an intent; its sentences wait in the inbox. */
export function removeIntent(bot: BotSummary, { name, etag }: TaggedIntent): Promise<void> {
  return doneOf(
    client.DELETE("/api/v1/bots/{namespace}/{name}/intents/{intent}", {
      params: {
        path: { ...pathOf(bot), intent: name },
        query: { sentences: "inbox" },
        header: { "If-Match": etag },
      },
    }),
  );
}

/** Which sentences are shown. */
export interface SentenceFilter {
  intent?: string;
  /** Only those that wait to be looked at. */
  status?: "inbox";
  locale: string;
  search: string;
}

/** The sentences, page by page. */
export const sentencesQuery = (bot: BotSummary, filter: SentenceFilter) =>
  infiniteQueryOptions({
    queryKey: keyOf(bot, "sentences", filter),
    queryFn: ({ pageParam, signal }) =>
      dataOf(
        client.GET("/api/v1/bots/{namespace}/{name}/sentences", {
          params: {
            path: pathOf(bot),
            query: { ...filter, limit: 50, ...(pageParam && { cursor: pageParam }) },
          },
          signal,
        }),
      ),
    initialPageParam: "",
    getNextPageParam: (page) => page.next,
  });

/** The sentences of the draft that teach nothing yet. */
export const waitingQuery = (bot: BotSummary, locale: string) =>
  sentencesQuery(bot, { status: "inbox", locale, search: "" });

/** Gives a sentence another intent. */
export function moveSentence(bot: BotSummary, id: string, intent: string) {
  return dataOf(
    client.POST("/api/v1/bots/{namespace}/{name}/sentences", {
      params: { path: pathOf(bot) },
      body: { ids: [id], action: { type: "set_intent", intent } },
    }),
  );
}

/** Replaces a sentence, unless somebody else changed it since it was read. */
export function saveSentence(bot: BotSummary, id: string, sentence: Sentence, etag: string) {
  return dataOf(
    client.PUT("/api/v1/bots/{namespace}/{name}/sentences/{sentence}", {
      params: { path: { ...pathOf(bot), sentence: id }, header: { "If-Match": etag } },
      body: sentence,
    }),
  );
}

/** Makes an intent. */
export function createIntent(bot: BotSummary, intent: string) {
  return dataOf(
    client.PUT("/api/v1/bots/{namespace}/{name}/intents/{intent}", {
      params: { path: { ...pathOf(bot), intent } },
      headers: { "If-None-Match": "*" },
      body: {},
    }),
  );
}
