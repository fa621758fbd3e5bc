import { useTranslation } from "react-i18next";

import { CopyButton } from "@/components/copy-button";
import { Section } from "@/components/turn/section";
import type { BotSummary } from "@/lib/api/types";

import type { Turn } from "../conversation";
import classes from "./elsewhere.module.css";

interface ElsewhereProps {
  bot: BotSummary;
  userId: string;
  turn: Turn;
}

/** The same sentence through the bot's web channel, as a command to copy. */
export function Elsewhere({ bot, userId, turn }: ElsewhereProps) {
  const { t } = useTranslation();
  if (turn.event.type !== "sentence" || !bot.webPath) return null;
  const command = curlOf(bot, userId, turn.event.text, turn.locale);
  return (
    <Section title={t("understanding.elsewhere")} folded>
      <div className={classes.command}>
        <pre tabIndex={0}>{command}</pre>
        <CopyButton text={command} label={t("copy.copy")} />
      </div>
    </Section>
  );
}

/** A command for any POSIX shell. */
export function curlOf(bot: BotSummary, userId: string, query: string, locale: string): string {
  const body = JSON.stringify({ query, userId, locale }).replaceAll("'", String.raw`'\''`);
  return `curl -d '${body}' ${globalThis.location.origin}${bot.webPath}`;
}
