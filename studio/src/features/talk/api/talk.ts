import { client, dataOf } from "@/lib/api/client";
import type { BotSummary, TalkAnswer } from "@/lib/api/types";

import type { Place, Turn } from "../conversation";

/** Plays one turn of a test conversation. */
export async function talk(
  bot: BotSummary,
  { environment, channel }: Place,
  userId: string,
  turn: Turn,
): Promise<TalkAnswer> {
  const answer = await dataOf(
    client.POST("/api/v1/bots/{namespace}/{name}/talk", {
      params: { path: { namespace: bot.namespace, name: bot.name } },
      headers: { "Idempotency-Key": turn.id },
      body: { userId, locale: turn.locale, environment, event: turn.event, ...(channel && { channel }) },
    }),
  );
  // The description leaves messages, trace and understanding open; `model.ts` says what they are.
  return answer as unknown as TalkAnswer;
}
