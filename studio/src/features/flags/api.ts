import { queryOptions } from "@tanstack/react-query";

import { client, dataOf, doneOf } from "@/lib/api/client";
import { everyPage } from "@/lib/api/pages";
import type { BotSummary, FeatureFlag, TaggedFlag } from "@/lib/api/types";
import { keyOf, pathOf } from "@/lib/bots/bot-queries";

/** All feature flags, by name. */
export const flagsQuery = (bot: BotSummary) =>
  queryOptions({
    queryKey: keyOf(bot, "flags"),
    queryFn: ({ signal }): Promise<TaggedFlag[]> =>
      everyPage((cursor) =>
        dataOf(
          client.GET("/api/v1/bots/{namespace}/{name}/flags", {
            params: { path: pathOf(bot), query: { limit: 500, ...(cursor && { cursor }) } },
            signal,
          }),
        ),
      ),
    // What one edits does not change under one's hands.
    refetchOnWindowFocus: false,
  });

/** Makes a flag, or replaces the one that was read. */
export function saveFlag(bot: BotSummary, flag: string, body: FeatureFlag, etag: string | undefined) {
  return dataOf(
    client.PUT("/api/v1/bots/{namespace}/{name}/flags/{flag}", {
      params: { path: { ...pathOf(bot), flag } },
      headers: etag === undefined ? { "If-None-Match": "*" } : { "If-Match": etag },
      body,
    }),
  );
}

/** Removes the flag that was read. */
export function removeFlag(bot: BotSummary, { name, etag }: TaggedFlag): Promise<void> {
  return doneOf(
    client.DELETE("/api/v1/bots/{namespace}/{name}/flags/{flag}", {
      params: { path: { ...pathOf(bot), flag: name }, header: { "If-Match": etag } },
    }),
  );
}
