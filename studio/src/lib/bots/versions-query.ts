import { queryOptions } from "@tanstack/react-query";

import { client, dataOf } from "@/lib/api/client";
import type { BotSummary } from "@/lib/api/types";

import { keyOf, pathOf } from "./bot-queries";

/** The versions, newest first. */
export const versionsQuery = (bot: BotSummary) =>
  queryOptions({
    queryKey: keyOf(bot, "versions"),
    queryFn: async ({ signal }) => {
      const { items } = await dataOf(
        client.GET("/api/v1/bots/{namespace}/{name}/versions", {
          params: { path: pathOf(bot) },
          signal,
        }),
      );
      return items;
    },
  });
