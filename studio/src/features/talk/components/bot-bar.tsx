import { Button } from "@mantine/core";
import { useTranslation } from "react-i18next";

import { NarrowHidden } from "@/components/hidden";
import { NewIcon } from "@/components/icons";
import { LocaleChoice } from "@/components/locale-choice";
import type { BotSummary } from "@/lib/api/types";
import type { Environment } from "@/lib/environment/environment";

import classes from "./bot-bar.module.css";

interface BotBarProps {
  bot: BotSummary;
  environment: Environment;
  locale: string;
  onLocale: (locale: string) => void;
  onNew: () => void;
}

/** In which language one talks, and a new conversation. */
export function BotBar({ bot, environment, locale, onLocale, onNew }: BotBarProps) {
  const { t } = useTranslation();
  return (
    <div className={classes.bar}>
      <span className={classes.talksTo}>
        {t("environment.talksTo", { name: t(`environment.names.${environment}`) })}
      </span>
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
