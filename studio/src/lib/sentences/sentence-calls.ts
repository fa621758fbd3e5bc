import { client, dataOf, doneOf } from "@/lib/api/client";
import type { BotSummary, Sentence } from "@/lib/api/types";
import { pathOf } from "@/lib/bots/bot-queries";

/** Teaches sentences, in one change. */
export function addSentences(bot: BotSummary, put: Sentence[]) {
  return dataOf(
    client.POST("/api/v1/bots/{namespace}/{name}/sentences", {
      params: { path: pathOf(bot) },
      body: { put },
    }),
  );
}

/** Removes a sentence, unless somebody else changed it since it was read. */
export function removeSentence(bot: BotSummary, { id, etag }: { id: string; etag: string }): Promise<void> {
  return doneOf(
    client.DELETE("/api/v1/bots/{namespace}/{name}/sentences/{sentence}", {
      params: { path: { ...pathOf(bot), sentence: id }, header: { "If-Match": etag } },
    }),
  );
}
