import { useQuery } from "@tanstack/react-query";
import { useEffect } from "react";
import { useTranslation } from "react-i18next";
import { Outlet, useParams } from "react-router";

import { AlertIcon } from "@/components/icons";
import { Notice } from "@/components/notice";
import { QueryNotice } from "@/components/query-notice";
import { nameOf, rememberBot } from "@/lib/bots/bot-names";
import { botsQuery } from "@/lib/bots/bots-query";
import { CurrentBot } from "@/lib/bots/current-bot";
import { useKeepEnvironment } from "@/lib/environment/environment";

import { sessionQuery } from "@/lib/session/session-query";

import classes from "./bot-frame.module.css";
import { Menu } from "./menu";
import { TestPanel } from "./test-panel";
import { UndoNotice } from "./undo-notice";
import { useTestPanel } from "./use-test-panel";

/** The frame of a bot's screens: the menu at their left, the test panel at their right. */
export function BotFrame() {
  const { t } = useTranslation();
  const { namespace = "", name = "" } = useParams();
  const bots = useQuery(botsQuery);
  const bot = bots.data?.find((bot) => nameOf(bot) === `${namespace}/${name}`);
  const { isOpen } = useTestPanel();
  useKeepEnvironment(bot);
  const session = useQuery(sessionQuery);

  useEffect(() => {
    if (bot !== undefined) rememberBot(bot);
  }, [bot]);

  if (session.data === undefined) {
    return <QueryNotice query={session} waiting={t("bots.loading")} failed={t("bots.failedTitle")} />;
  }
  if (bots.data === undefined) {
    return <QueryNotice query={bots} waiting={t("bots.loading")} failed={t("bots.failedTitle")} />;
  }
  if (bot === undefined) {
    return (
      <Notice icon={<AlertIcon size={24} />} title={t("bots.missingTitle")}>
        <p>{t("bots.missing", { name: `${namespace}/${name}` })}</p>
      </Notice>
    );
  }
  return (
    <CurrentBot value={bot}>
      <div className={classes.frame} data-testing={isOpen}>
        <Menu bot={bot} />
        <div className={classes.screen}>
          <Outlet />
        </div>
        {isOpen && <TestPanel bot={bot} />}
        <UndoNotice bot={bot} />
      </div>
    </CurrentBot>
  );
}
