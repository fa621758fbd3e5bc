import { client, dataOf } from "@/lib/api/client";
import type { BotSummary, TalkAnswer } from "@/lib/api/types";

import type { Turn } from "../conversation";

/** Plays one turn of a test conversation. */
export function talk(bot: BotSummary, userId: string, turn: Turn): Promise<TalkAnswer> {
  return dataOf(
    client.POST("/api/v1/bots/{namespace}/{name}/talk", {
      params: {
        path: { namespace: bot.namespace, name: bot.name },
        header: { "Idempotency-Key": turn.id },
      },
      body: { userId, locale: turn.locale, event: turn.event },
    }),
  );
}
