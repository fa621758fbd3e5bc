import { infiniteQueryOptions, queryOptions } from "@tanstack/react-query";

import { client, dataOf } from "@/lib/api/client";
import { everyPage } from "@/lib/api/pages";
import type {
  BotSummary,
  EntityUse,
  InboxDecision,
  NamedEntityType,
  TaggedIntent,
  Understanding,
} from "@/lib/api/types";
import { keyOf, pathOf } from "@/lib/bots/bot-queries";

/** Why a sentence is worth a look. */
export const SIGNALS = ["all", "unknown", "unsure", "bad"] as const;
export type Signal = (typeof SIGNALS)[number];

/** Below this probability the bot is called unsure. */
const SURE_FROM = 0.6;

/** Which sentences are shown. */
export interface QueueFilter {
  signal: Signal;
  /** Empty: every language. */
  locale: string;
  search: string;
}

/** What the server is asked for. */
export function filterOf({ signal, locale, search }: QueueFilter) {
  return {
    ...(signal === "unknown" && { intent: "-" }),
    ...(signal === "unsure" && { below: SURE_FROM }),
    ...(signal === "bad" && { bad: true }),
    ...(locale && { locale }),
    ...(search && { search }),
  };
}

/** The sentences that wait, page by page, the most recent first. */
export const queueQuery = (bot: BotSummary, filter: QueueFilter) =>
  infiniteQueryOptions({
    queryKey: keyOf(bot, "queue", filter),
    queryFn: ({ pageParam, signal }) =>
      dataOf(
        client.GET("/api/v1/bots/{namespace}/{name}/inbox", {
          params: {
            path: pathOf(bot),
            query: {
              limit: 50,
              ...filterOf(filter),
              ...(pageParam && { cursor: pageParam }),
            },
          },
          signal,
        }),
      ),
    initialPageParam: "",
    getNextPageParam: (page) => page.next,
    // What one works on does not move while one works on it.
    refetchOnWindowFocus: false,
  });

/** Says what becomes of sentences. Gives what was learnt from them before. */
export function decide(bot: BotSummary, items: InboxDecision[]) {
  return dataOf(
    client.POST("/api/v1/bots/{namespace}/{name}/inbox", {
      params: { path: pathOf(bot) },
      body: { items },
    }),
  );
}

/** What the draft understands now. */
export async function understand(
  bot: BotSummary,
  sentences: { text: string; locale: string }[],
  signal?: AbortSignal,
): Promise<Understanding[]> {
  const { items } = await dataOf(
    client.POST("/api/v1/bots/{namespace}/{name}/understand", {
      params: { path: pathOf(bot) },
      body: { sentences },
      ...(signal && { signal }),
    }),
  );
  return items;
}

/** What a sentence can be said to mean: intents with what is marked in them. */
export const meaningsQuery = (bot: BotSummary) =>
  queryOptions({
    queryKey: keyOf(bot, "meanings"),
    queryFn: async ({ signal }): Promise<Meanings> => {
      const [intents, types] = await Promise.all([
        everyPage((cursor) =>
          dataOf(
            client.GET("/api/v1/bots/{namespace}/{name}/intents", {
              params: { path: pathOf(bot), query: { limit: 500, ...(cursor && { cursor }) } },
              signal,
            }),
          ),
        ),
        everyPage((cursor) =>
          dataOf(
            client.GET("/api/v1/bots/{namespace}/{name}/entity-types", {
              params: { path: pathOf(bot), query: { limit: 500, ...(cursor && { cursor }) } },
              signal,
            }),
          ),
        ),
      ]);
      return { intents, types };
    },
  });

export interface Meanings {
  intents: readonly TaggedIntent[];
  types: readonly NamedEntityType[];
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

/** Lets sentences of an intent have one more kind of mark. */
export function addRole(bot: BotSummary, intent: TaggedIntent, use: EntityUse) {
  const { name, sentences: _, etag, ...own } = intent;
  return dataOf(
    client.PUT("/api/v1/bots/{namespace}/{name}/intents/{intent}", {
      params: { path: { ...pathOf(bot), intent: name } },
      headers: { "If-Match": etag },
      body: { ...own, entities: [...(own.entities ?? []), use] },
    }),
  );
}
