import { queryOptions } from "@tanstack/react-query";

import { client, dataOf } from "@/lib/api/client";
import type { BotSummary } from "@/lib/api/types";
import { keyOf, pathOf } from "@/lib/bots/bot-queries";

/** The channels of a bot, by path. */
export const channelsQuery = (bot: BotSummary) =>
  queryOptions({
    queryKey: keyOf(bot, "channels"),
    queryFn: ({ signal }) =>
      dataOf(
        client.GET("/api/v1/bots/{namespace}/{name}/channels", {
          params: { path: pathOf(bot) },
          signal,
        }),
      ),
  });
