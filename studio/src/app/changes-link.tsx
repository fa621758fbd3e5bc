import { useQuery } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { Link, useParams } from "react-router";

import { addressOf, nameOf } from "@/lib/bots/bot-names";
import { botsQuery } from "@/lib/bots/bots-query";

import classes from "./changes-link.module.css";

/** What users meet, and whether the draft that one changes says more; it leads to publishing. */
export function ChangesLink() {
  const { t } = useTranslation();
  const { namespace = "", name = "" } = useParams();
  const { data: bots = [] } = useQuery(botsQuery);
  const bot = bots.find((bot) => nameOf(bot) === `${namespace}/${name}`);
  if (bot === undefined) return null;
  const live =
    bot.version === undefined
      ? t("bots.notLive")
      : t("bots.live", { number: bot.version });
  return (
    <Link className={classes.changes} to={addressOf(bot, "publish")} data-unpublished={bot.unpublished}>
      <span className={classes.environment}>{live}</span>
      {bot.unpublished && <span>{t("bots.unpublished")}</span>}
    </Link>
  );
}
