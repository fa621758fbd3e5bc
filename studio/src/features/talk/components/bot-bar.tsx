import { Button } from "@mantine/core";
import { useTranslation } from "react-i18next";

import { NarrowHidden } from "@/components/hidden";
import { NewIcon } from "@/components/icons";
import { LocaleChoice } from "@/components/locale-choice";
import type { BotSummary } from "@/lib/api/types";

import type { Place } from "../conversation";
import classes from "./bot-bar.module.css";
import { ChannelChoice } from "./channel-choice";

interface BotBarProps {
  bot: BotSummary;
  place: Place;
  onChannel: (channel: string) => void;
  locale: string;
  onLocale: (locale: string) => void;
  onNew: () => void;
}

/** With whom, on which channel and in which language one talks, and a new conversation. */
export function BotBar({ bot, place, onChannel, locale, onLocale, onNew }: BotBarProps) {
  const { t } = useTranslation();
  return (
    <div className={classes.bar}>
      <span className={classes.talksTo}>
        {t("environment.talksTo", { name: t(`environment.names.${place.environment}`) })}
      </span>
      <ChannelChoice bot={bot} channel={place.channel} onChannel={onChannel} />
      <LocaleChoice label={t("bots.language")} bot={bot} value={locale} onChange={onLocale} />
      <Button
        className={classes.new ?? ""}
        variant="light"
        leftSection={<NewIcon />}
        onClick={onNew}
        title={t("talk.new")}
      >
        <NarrowHidden>{t("talk.new")}</NarrowHidden>
      </Button>
    </div>
  );
}
