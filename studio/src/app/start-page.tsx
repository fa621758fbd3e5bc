import { useQuery } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { Navigate } from "react-router";

import { BubbleIcon } from "@/components/icons";
import { Notice } from "@/components/notice";
import { QueryNotice } from "@/components/query-notice";
import { addressOf, firstBot } from "@/lib/bots/bot-names";
import { botsQuery } from "@/lib/bots/bots-query";
import { useCurrentBot } from "@/lib/bots/current-bot";

/** Where one begins: with what the bot can do. */
const FIRST_SCREEN = "talk";

/** Goes on with the bot of last time; without bots, says how to get one. */
export function StartPage() {
  const { t } = useTranslation();
  const bots = useQuery(botsQuery);
  const current = useCurrentBot();
  if (bots.data === undefined) {
    return <QueryNotice query={bots} waiting={t("bots.loading")} failed={t("bots.failedTitle")} />;
  }
  const bot = current ?? firstBot(bots.data);
  if (bot !== undefined) return <Navigate to={addressOf(bot, FIRST_SCREEN)} replace />;
  return (
    <Notice icon={<BubbleIcon size={24} />} title={t("bots.emptyTitle")}>
      <p>{t("bots.empty")}</p>
      <pre tabIndex={0}>
        {"palabre serve --bot bots/gare\npalabre import tock application-dump.json"}
      </pre>
    </Notice>
  );
}
