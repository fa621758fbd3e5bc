import type { QueryClient } from "@tanstack/react-query";

import type { BotSummary } from "@/lib/api/types";

import { botsQuery } from "./bots-query";

/** The key under which everything that is read of a bot lies. */
export function keyOf(bot: BotSummary, ...rest: readonly unknown[]): readonly unknown[] {
  return ["bot", bot.id, ...rest];
}

/** What a call about a bot names in its path. */
export function pathOf(bot: BotSummary): { namespace: string; name: string } {
  return { namespace: bot.namespace, name: bot.name };
}

/** Something of the bot changed: what is shown of it is read again. */
export async function botChanged(queries: QueryClient, bot: BotSummary): Promise<void> {
  await Promise.all([
    queries.invalidateQueries({ queryKey: keyOf(bot) }),
    queries.invalidateQueries({ queryKey: botsQuery.queryKey }),
  ]);
}
