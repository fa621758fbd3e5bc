import { queryOptions } from "@tanstack/react-query";

import { client, dataOf, taggedOf } from "@/lib/api/client";
import type { BotSummary } from "@/lib/api/types";
import { keyOf, pathOf } from "@/lib/bots/bot-queries";

/** Measures the understanding, with what each threshold would bring. */
export function measure(bot: BotSummary) {
  return dataOf(
    client.POST("/api/v1/bots/{namespace}/{name}/evaluations", {
      params: { path: pathOf(bot) },
      body: { rejection: true },
    }),
  );
}

const readHead = (bot: BotSummary, signal?: AbortSignal) =>
  taggedOf(
    client.GET("/api/v1/bots/{namespace}/{name}/head", {
      params: { path: pathOf(bot) },
      ...(signal && { signal }),
    }),
  );

/** What the bot is called and how it behaves, with its tag. */
export type Head = Awaited<ReturnType<typeof readHead>>;

export const headQuery = (bot: BotSummary) =>
  queryOptions({
    queryKey: keyOf(bot, "head", "tagged"),
    queryFn: ({ signal }) => readHead(bot, signal),
  });

/** Sets the threshold; `null`: training fits it. */
export function saveThreshold(bot: BotSummary, { data, etag }: Head, threshold: number | null) {
  const { unknown_threshold: _before, ...settings } = data.settings ?? {};
  return dataOf(
    client.PUT("/api/v1/bots/{namespace}/{name}/head", {
      params: { path: pathOf(bot), header: { "If-Match": etag } },
      body: {
        ...data,
        settings: threshold === null ? settings : { ...settings, unknown_threshold: threshold },
      },
    }),
  );
}
