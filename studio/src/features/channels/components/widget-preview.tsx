import { useEffect, useRef } from "react";
import { useTranslation } from "react-i18next";

import { PalabreChat, type PalabreChatElement } from "@/components/palabre-chat";
import { Said } from "@/components/said";
import type { Branding, BotSummary } from "@/lib/api/types";
import { localeFor } from "@/lib/bots/bot-names";

import { lookOf } from "../look";
import classes from "./channels.module.css";

/** The widget itself as it would look; it talks to the live version. */
export function WidgetPreview({ bot, branding }: { bot: BotSummary; branding: Branding }) {
  const { t, i18n } = useTranslation();
  const chat = useRef<PalabreChatElement>(null);
  const locale = localeFor(bot, i18n.language);
  useEffect(() => {
    if (chat.current !== null) chat.current.look = lookOf(branding, locale);
  }, [branding, locale]);
  if (bot.version === undefined) return <Said>{t("widget.notLive")}</Said>;
  return (
    <section className={classes.preview} aria-label={t("widget.preview")}>
      <PalabreChat ref={chat} publicId={bot.publicId} locale={locale} />
    </section>
  );
}
