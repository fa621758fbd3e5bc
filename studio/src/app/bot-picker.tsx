import { NativeSelect } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { useLocation, useNavigate, useParams } from "react-router";

import type { BotSummary } from "@/lib/api/types";
import { addressOf, nameOf } from "@/lib/bots/bot-names";
import { botsQuery } from "@/lib/bots/bots-query";

import classes from "./bot-picker.module.css";
import { EnvironmentPicker } from "./environment-picker";

/** Which bot one works on. Another one opens on the same screen. */
export function BotPicker() {
  const { t } = useTranslation();
  const { namespace = "", name = "" } = useParams();
  const { pathname } = useLocation();
  const navigate = useNavigate();
  const { data: bots = [] } = useQuery(botsQuery);
  const current = bots.find((bot) => nameOf(bot) === `${namespace}/${name}`);
  if (current === undefined) return null;
  const change = (wanted: string) => {
    const bot = bots.find((bot) => nameOf(bot) === wanted);
    const screen = pathname.slice(addressOf(current).length + 1);
    if (bot !== undefined) void navigate(addressOf(bot, screen));
  };
  return (
    <>
      <NativeSelect
        className={classes.picker ?? ""}
        aria-label={t("bots.label")}
        value={nameOf(current)}
        onChange={(event) => change(event.currentTarget.value)}
        data={bots.map((bot) => ({ value: nameOf(bot), label: labelOf(bot) }))}
      />
      <EnvironmentPicker bot={current} />
    </>
  );
}

function labelOf(bot: BotSummary): string {
  return bot.title ? `${bot.title} (${nameOf(bot)})` : nameOf(bot);
}
