import { queryOptions } from "@tanstack/react-query";

import { client, dataOf, doneOf } from "@/lib/api/client";
import type { BotSummary } from "@/lib/api/types";
import { keyOf, pathOf } from "@/lib/bots/bot-queries";

export { changesQuery } from "@/lib/bots/changes-query";
export { versionsQuery } from "@/lib/bots/versions-query";

/** What is wrong with the draft. */
export const checksQuery = (bot: BotSummary) =>
  queryOptions({
    queryKey: keyOf(bot, "checks"),
    queryFn: ({ signal }) =>
      dataOf(
        client.GET("/api/v1/bots/{namespace}/{name}/checks", {
          params: { path: pathOf(bot) },
          signal,
        }),
      ),
  });

/** Makes the draft a version, which users meet from now on. */
export function publish(bot: BotSummary, note: string) {
  return dataOf(
    client.POST("/api/v1/bots/{namespace}/{name}/versions", {
      params: { path: pathOf(bot) },
      body: { note },
    }),
  );
}

/** Lets users meet an earlier version again. */
export function serveVersion(bot: BotSummary, version: number) {
  return dataOf(
    client.PUT("/api/v1/bots/{namespace}/{name}/environments/{environment}", {
      params: { path: { ...pathOf(bot), environment: "live" } },
      body: { version },
    }),
  );
}

/** How a version differs from another one, or from the draft. */
export const compareQuery = (bot: BotSummary, version: number, other: string) =>
  queryOptions({
    queryKey: keyOf(bot, "compare", version, other),
    queryFn: ({ signal }) =>
      dataOf(
        client.GET("/api/v1/bots/{namespace}/{name}/versions/{version}/compare", {
          params: { path: { ...pathOf(bot), version: String(version) }, query: { with: other } },
          signal,
        }),
      ),
  });

/** Gives the draft the content of a version; whoever asks has agreed that what the draft has is lost. */
export function restoreVersion(bot: BotSummary, version: number) {
  return dataOf(
    client.POST("/api/v1/bots/{namespace}/{name}/versions/{version}/restore", {
      params: { path: { ...pathOf(bot), version: String(version) } },
      headers: { "If-Match": "*" },
    }),
  );
}

/** From now on the bot is changed here, and its folder is not read any more. */
export function detachBot(bot: BotSummary) {
  return dataOf(client.POST("/api/v1/bots/{namespace}/{name}/detach", { params: { path: pathOf(bot) } }));
}

/** Deletes a bot and everything that was said to it; whoever asks has agreed to that. */
export function removeBot(bot: BotSummary): Promise<void> {
  return doneOf(
    client.DELETE("/api/v1/bots/{namespace}/{name}", {
      params: { path: pathOf(bot), header: { "If-Match": "*" } },
    }),
  );
}
