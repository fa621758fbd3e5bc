import { queryOptions } from "@tanstack/react-query";

import { client, dataOf } from "@/lib/api/client";
import type { BotSummary } from "@/lib/api/types";

import { keyOf, pathOf } from "./bot-queries";

/** What the draft has that users do not meet yet. */
export const changesQuery = (bot: BotSummary) =>
  queryOptions({
    queryKey: keyOf(bot, "changes"),
    queryFn: ({ signal }) =>
      dataOf(
        client.GET("/api/v1/bots/{namespace}/{name}/changes", {
          params: { path: pathOf(bot) },
          signal,
        }),
      ),
  });
