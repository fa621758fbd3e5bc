import { useQuery } from "@tanstack/react-query";
import { useState } from "react";

import type { BotSummary } from "@/lib/api/types";
import { channelsQuery } from "@/lib/channels/channels-query";

const keyOf = (bot: BotSummary) => `palabre.talk.channel.${bot.id}`;

function kept(bot: BotSummary): string {
  try {
    return sessionStorage.getItem(keyOf(bot)) ?? "";
  } catch {
    return "";
  }
}

/**
 * The path of the channel that tests of a bot talk on, and choosing it; none: no channel in particular. It is kept in
 * the tab, as conversations are, and is the same for the screen and the panel.
 */
export function useTalkChannel(bot: BotSummary) {
  const [chosen, setChosen] = useState<Readonly<Record<string, string>>>({});
  const { data: channels } = useQuery(channelsQuery(bot));
  const wanted = chosen[bot.id] ?? kept(bot);
  const isGone = channels !== undefined && !channels.some(({ path }) => path === wanted);
  const choose = (channel: string) => {
    setChosen({ ...chosen, [bot.id]: channel });
    try {
      sessionStorage.setItem(keyOf(bot), channel);
    } catch {
      // Forbidden storage: the choice lasts as long as the page.
    }
  };
  return { channel: isGone ? "" : wanted, choose };
}
