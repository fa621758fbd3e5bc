import { queryOptions } from "@tanstack/react-query";

import { client, dataOf } from "@/lib/api/client";
import type { BotSummary } from "@/lib/api/types";
import { keyOf, pathOf } from "@/lib/bots/bot-queries";

import { dayAfter } from "./days";

/** Days (`2026-03-02`, UTC), the last one included, and perhaps one channel. */
export interface Span {
  from: string;
  to: string;
  channel?: string;
  environment?: string | undefined;
}

/** What was said to a bot, counted. */
export const countsQuery = (bot: BotSummary, { from, to, channel, environment }: Span) =>
  queryOptions({
    queryKey: keyOf(bot, "counts", from, to, channel ?? "", environment ?? ""),
    queryFn: ({ signal }) =>
      dataOf(
        client.GET("/api/v1/bots/{namespace}/{name}/counts", {
          params: {
            path: pathOf(bot),
            query: {
              from,
              until: dayAfter(to),
              ...(channel && { channel }),
              ...(environment && { environment }),
            },
          },
          signal,
        }),
      ),
  });
