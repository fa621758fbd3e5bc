import type { BotSummary } from "@/lib/api/types";
import { useMay } from "@/lib/session/session-query";

import { SCREENS, type Screen } from "./screens";

/** Tells of a screen whether the one who uses Studio may use it with a bot. */
export function useAllowed(): (screen: Screen, bot: BotSummary) => boolean {
  const may = useMay();
  return ({ needs, ofNamespace }, bot) =>
    may(needs, ofNamespace === true ? { namespace: bot.namespace } : bot);
}

/** The screens of a bot that the one who uses Studio may use. */
export function useAllowedScreens(bot: BotSummary | undefined): readonly Screen[] {
  const isAllowed = useAllowed();
  return bot === undefined ? [] : SCREENS.filter((screen) => isAllowed(screen, bot));
}
