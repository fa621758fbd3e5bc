import { ActionIcon } from "@mantine/core";
import { useTranslation } from "react-i18next";
import { useMatch } from "react-router";

import { CloseIcon } from "@/components/icons";
import { TalkInPanel } from "@/features/talk/components/talk-in-panel";
import type { BotSummary } from "@/lib/api/types";
import { addressOf, localeFor } from "@/lib/bots/bot-names";

import classes from "./test-panel.module.css";
import { useTestPanel } from "./use-test-panel";

/** The conversation with the bot, beside every screen but the one that is this conversation. */
export function TestPanel({ bot }: { bot: BotSummary }) {
  const { t, i18n } = useTranslation();
  const { toggle } = useTestPanel();
  const isThere = useMatch(addressOf(bot, "talk")) !== null;
  if (isThere) return null;
  return (
    <aside className={classes.panel} aria-label={t("app.testPanel")}>
      <div className={classes.heading}>
        <h2>{t("app.testPanel")}</h2>
        <ActionIcon variant="subtle" aria-label={t("app.close")} onClick={toggle}>
          <CloseIcon />
        </ActionIcon>
      </div>
      <TalkInPanel bot={bot} locale={localeFor(bot, i18n.language)} />
    </aside>
  );
}
