import { Button, NativeSelect } from "@mantine/core";
import { useTranslation } from "react-i18next";

import { Choices } from "@/components/choices";
import { NewIcon } from "@/components/icons";
import { languageName } from "@/components/language-switch";
import type { BotSummary } from "@/lib/api/types";

import { nameOf } from "../bot-names";
import classes from "./bot-bar.module.css";

interface BotBarProps {
  bot: BotSummary;
  bots: readonly BotSummary[];
  locale: string;
  onBot: (name: string) => void;
  onLocale: (locale: string) => void;
  onNew: () => void;
}

/** With whom one talks, and in which language. */
export function BotBar({ bot, bots, locale, onBot, onLocale, onNew }: BotBarProps) {
  const { t } = useTranslation();
  return (
    <div className={classes.bar}>
      <NativeSelect
        className={classes.bot ?? ""}
        aria-label={t("bots.label")}
        value={nameOf(bot)}
        onChange={(event) => onBot(event.currentTarget.value)}
        data={bots.map((bot) => ({
          value: nameOf(bot),
          label: bot.title ? `${bot.title} (${nameOf(bot)})` : nameOf(bot),
        }))}
      />
      {bot.locales.length > 1 && (
        <Choices
          label={t("bots.language")}
          value={locale}
          choices={bot.locales.map((locale) => ({
            value: locale,
            text: languageName(locale),
            lang: locale,
          }))}
          onChange={onLocale}
        />
      )}
      <Button
        className={classes.new ?? ""}
        variant="light"
        leftSection={<NewIcon />}
        onClick={onNew}
        title={t("talk.new")}
      >
        <span className={classes.words}>{t("talk.new")}</span>
      </Button>
    </div>
  );
}
