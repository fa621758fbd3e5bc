import { useQuery } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";

import { OpenIcon } from "@/components/icons";
import { Page } from "@/components/page";
import { QueryNotice } from "@/components/query-notice";
import { useBot } from "@/lib/bots/current-bot";
import { useMay } from "@/lib/session/session-query";

import { botQuery } from "../api";
import { FirstAnswer } from "./first-answer";
import classes from "./home.module.css";
import { ToDoList } from "./to-do-list";
import { Traffic } from "./traffic";

/** What there is to do today, how much was said, and whether all is well. */
export function HomePage() {
  const { t } = useTranslation();
  const bot = useBot();
  const may = useMay();
  const details = useQuery(botQuery(bot));
  if (details.data === undefined) {
    return <QueryNotice query={details} waiting={t("problem.reading")} failed={t("problem.failed")} />;
  }
  const isNew = details.data.intents === 0 && details.data.stories === 0;
  return (
    <Page
      title={bot.title || bot.name}
      hint={t(isNew ? "home.hintNew" : "home.hint")}
      tools={
        bot.version !== undefined && (
          <a className={classes.open} href={`/page/${bot.publicId}`} target="_blank" rel="noreferrer">
            <OpenIcon size={16} />
            {t("home.page")}
          </a>
        )
      }
    >
      {isNew && may("author", bot) && <FirstAnswer bot={bot} />}
      <ToDoList bot={bot} details={details.data} />
      {!isNew && <Traffic bot={bot} />}
    </Page>
  );
}
