import { infiniteQueryOptions, queryOptions } from "@tanstack/react-query";

import { client, dataOf } from "@/lib/api/client";
import type { BotSummary, DeskAction, Dialog } from "@/lib/api/types";
import { keyOf, pathOf } from "@/lib/bots/bot-queries";

import { heldAt } from "./holder";

/** What makes a conversation worth a look. */
export const KINDS = ["all", "unknown", "bad"] as const;

/** Which conversations are shown. */
export interface ConversationFilter {
  kind: (typeof KINDS)[number];
  search: string;
  /** Days, `2026-03-01`; empty: any. */
  from: string;
  until: string;
  tests: boolean;
  /** Absent: any. */
  environment: string | undefined;
}

/** The conversations, page by page, the last one begun first. */
export const conversationsQuery = (bot: BotSummary, filter: ConversationFilter) =>
  infiniteQueryOptions({
    queryKey: keyOf(bot, "conversations", filter),
    queryFn: ({ pageParam, signal }) =>
      dataOf(
        client.GET("/api/v1/bots/{namespace}/{name}/conversations", {
          params: {
            path: pathOf(bot),
            query: {
              limit: 50,
              ...(filter.kind === "unknown" && { unknown: true }),
              ...(filter.kind === "bad" && { bad: true }),
              ...(filter.search && { search: filter.search }),
              ...(filter.from && { from: filter.from }),
              ...(filter.until && { until: dayAfter(filter.until) }),
              ...(filter.tests && { tests: true }),
              ...(filter.environment && { environment: filter.environment }),
              ...(pageParam && { cursor: pageParam }),
            },
          },
          signal,
        }),
      ),
    initialPageParam: "",
    getNextPageParam: (page) => page.next,
  });

/** The day after: the server's end is not part of the time. */
export function dayAfter(day: string): string {
  const next = new Date(`${day}T00:00:00Z`);
  next.setUTCDate(next.getUTCDate() + 1);
  return next.toISOString().slice(0, 10);
}

/** Somebody at the desk sees what the user says now. */
const WATCH_MS = 3000;

/** A conversation with what was said and why. */
export const conversationQuery = (bot: BotSummary, id: string) =>
  queryOptions({
    queryKey: keyOf(bot, "conversation", id),
    queryFn: async ({ signal }) => {
      const read = await dataOf(
        client.GET("/api/v1/bots/{namespace}/{name}/conversations/{conversation}", {
          params: { path: { ...pathOf(bot), conversation: id } },
          signal,
        }),
      );
      return heldAt(read, Date.now());
    },
    refetchInterval: ({ state }) => (state.data?.handOver === undefined ? false : WATCH_MS),
  });

/** Takes a conversation, says something in it, or gives it back. */
export function act(bot: BotSummary, id: string, action: DeskAction) {
  return dataOf(
    client.POST("/api/v1/bots/{namespace}/{name}/conversations/{conversation}/desk", {
      params: { path: { ...pathOf(bot), conversation: id } },
      body: action,
    }),
  );
}

/** The conversation as a test, not yet kept. */
export function toDialog(bot: BotSummary, id: string, name: string): Promise<Dialog> {
  return dataOf(
    client.POST("/api/v1/bots/{namespace}/{name}/conversations/{conversation}/to-dialog", {
      params: { path: { ...pathOf(bot), conversation: id } },
      body: { name },
    }),
  );
}

/** Keeps a new test. */
export function keepDialog(bot: BotSummary, dialog: Dialog) {
  return dataOf(
    client.PUT("/api/v1/bots/{namespace}/{name}/dialogs/{dialog}", {
      params: { path: { ...pathOf(bot), dialog: dialog.name } },
      headers: { "If-None-Match": "*" },
      body: dialog,
    }),
  );
}
