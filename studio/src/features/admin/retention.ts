import { queryOptions } from "@tanstack/react-query";

import { client, dataOf } from "@/lib/api/client";
import type { BotSummary, Privacy } from "@/lib/api/types";
import { pathOf } from "@/lib/bots/bot-queries";

/** For which bots something holds: for all of the namespace, or for one beside that. */
export const SCOPES = ["namespace", "bot"] as const;
export type Scope = (typeof SCOPES)[number];

/** What is kept of people. */
export const privacyQuery = (bot: BotSummary, scope: Scope) =>
  queryOptions({
    queryKey: ["privacy", scope, scope === "bot" ? bot.id : bot.namespace],
    queryFn: ({ signal }): Promise<Privacy> =>
      scope === "bot"
        ? dataOf(
            client.GET("/api/v1/bots/{namespace}/{name}/privacy", {
              params: { path: pathOf(bot) },
              signal,
            }),
          )
        : dataOf(
            client.GET("/api/v1/namespaces/{namespace}/privacy", {
              params: { path: { namespace: bot.namespace } },
              signal,
            }),
          ),
    // What one edits does not change under one's hands.
    refetchOnWindowFocus: false,
  });

export function savePrivacy(bot: BotSummary, scope: Scope, body: Privacy): Promise<Privacy> {
  return scope === "bot"
    ? dataOf(
        client.PUT("/api/v1/bots/{namespace}/{name}/privacy", { params: { path: pathOf(bot) }, body }),
      )
    : dataOf(
        client.PUT("/api/v1/namespaces/{namespace}/privacy", {
          params: { path: { namespace: bot.namespace } },
          body,
        }),
      );
}

/** What is kept for some days only. */
export const KEPT = ["conversationsDays", "sentencesDays", "deadLettersDays"] as const;
export type Kept = (typeof KEPT)[number];

/** The same with other days for something, as written in a field; without any it has no limit of its own. */
export function withDays(privacy: Privacy, kept: Kept, written: string): Privacy {
  const { [kept]: _before, ...rest } = privacy;
  const days = Math.trunc(Number(written));
  return written.trim() === "" || !(days >= 1) ? rest : { ...rest, [kept]: days };
}
