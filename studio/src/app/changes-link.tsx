import { useQuery } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { Link, useParams } from "react-router";

import type { BotSummary } from "@/lib/api/types";
import { addressOf, nameOf } from "@/lib/bots/bot-names";
import { botsQuery } from "@/lib/bots/bots-query";
import { changesQuery } from "@/lib/bots/changes-query";

import classes from "./changes-link.module.css";

/** What users meet, and whether the draft that one changes says more; it leads to publishing. */
export function ChangesLink() {
  const { namespace = "", name = "" } = useParams();
  const { data: bots = [] } = useQuery(botsQuery);
  const bot = bots.find((bot) => nameOf(bot) === `${namespace}/${name}`);
  if (bot === undefined) return null;
  return <Changes bot={bot} />;
}

function Changes({ bot }: { bot: BotSummary }) {
  const { t } = useTranslation();
  const changes = useQuery({ ...changesQuery(bot), enabled: bot.unpublished });
  // What was changed and taken back is no change.
  const waits = bot.unpublished && changes.data?.total !== 0;
  const live =
    bot.version === undefined
      ? t("bots.notLive")
      : t("bots.live", { number: bot.version });
  return (
    <Link className={classes.changes} to={addressOf(bot, "publish")} data-unpublished={waits}>
      <span className={classes.environment}>{live}</span>
      {waits && (
        <span>
          {changes.data === undefined
            ? t("bots.unpublished")
            : t("bots.changes", { count: changes.data.total })}
        </span>
      )}
    </Link>
  );
}
