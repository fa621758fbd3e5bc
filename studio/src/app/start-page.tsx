import { useQuery } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { Navigate } from "react-router";

import { QueryNotice } from "@/components/query-notice";
import { addressOf, firstBot } from "@/lib/bots/bot-names";
import { botsQuery } from "@/lib/bots/bots-query";
import { useCurrentBot } from "@/lib/bots/current-bot";

/** Where one begins: with what there is to do. */
const FIRST_SCREEN = "home";

/** Goes on with the bot of last time; without bots, one is made. */
export function StartPage() {
  const { t } = useTranslation();
  const bots = useQuery(botsQuery);
  const current = useCurrentBot();
  if (bots.data === undefined) {
    return <QueryNotice query={bots} waiting={t("bots.loading")} failed={t("bots.failedTitle")} />;
  }
  const bot = current ?? firstBot(bots.data);
  return <Navigate to={bot === undefined ? "/new" : addressOf(bot, FIRST_SCREEN)} replace />;
}
