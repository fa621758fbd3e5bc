import { Button } from "@mantine/core";
import { useTranslation } from "react-i18next";

import { Choices } from "@/components/choices";
import { NewIcon } from "@/components/icons";
import { languageName } from "@/components/language-switch";
import type { BotSummary } from "@/lib/api/types";

import classes from "./bot-bar.module.css";

interface BotBarProps {
  bot: BotSummary;
  locale: string;
  onLocale: (locale: string) => void;
  onNew: () => void;
}

/** In which language one talks, and a new conversation. */
export function BotBar({ bot, locale, onLocale, onNew }: BotBarProps) {
  const { t } = useTranslation();
  return (
    <div className={classes.bar}>
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
