import { useTranslation } from "react-i18next";

import type { BotSummary } from "@/lib/api/types";
import { addressOf, nameOf } from "@/lib/bots/bot-names";

import { useAllowedScreens } from "./allowed-screens";
import type { Place } from "./places";

/** Everywhere one can go from here: the screens of this bot, and the other bots. */
export function usePlaces(
  bots: readonly BotSummary[],
  current: BotSummary | undefined,
): readonly Place[] {
  const { t } = useTranslation();
  const screens = useAllowedScreens(current).map(({ path, area, name }) => ({
    title: t(`screens.${name}`),
    kind: t(`areas.${area}`),
    address: current === undefined ? "/" : addressOf(current, path),
    words: t(`screenWords.${name}`),
  }));
  const others = bots
    .filter((bot) => bot !== current)
    .map((bot) => ({
      title: bot.title || bot.name,
      kind: t("bots.label"),
      address: addressOf(bot),
      words: nameOf(bot),
    }));
  const elsewhere: Place[] = [
    { title: t("newBot.heading"), kind: t("palette.command"), address: "/new", words: t("palette.newWords") },
    { title: t("session.account"), kind: t("palette.command"), address: "/account", words: t("palette.accountWords") },
  ];
  return [...screens, ...others, ...elsewhere];
}
