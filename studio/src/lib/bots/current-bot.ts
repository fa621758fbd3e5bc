import { createContext, useContext } from "react";

import type { BotSummary } from "@/lib/api/types";

/** The bot that the address names. */
export const CurrentBot = createContext<BotSummary | undefined>(undefined);

/** The bot that the address names, if it names one. */
export function useCurrentBot(): BotSummary | undefined {
  return useContext(CurrentBot);
}

/** The bot whose screen this is. */
export function useBot(): BotSummary {
  const bot = useContext(CurrentBot);
  if (bot === undefined) throw new Error("this screen stands outside of a bot's addresses");
  return bot;
}
