import { useTranslation } from "react-i18next";
import { useSearchParams } from "react-router";

import { localeFor } from "@/lib/bots/bot-names";
import { useBot } from "@/lib/bots/current-bot";

import { TalkWithBot } from "./talk-with-bot";

/** Talk to a bot and see what it understands. The address says in which language. */
export function TalkPage() {
  const { i18n } = useTranslation();
  const bot = useBot();
  const [params, setParams] = useSearchParams();
  return (
    <TalkWithBot
      key={bot.id}
      bot={bot}
      locale={localeFor(bot, params.get("lang") ?? i18n.language)}
      onLocale={(locale) => setParams({ lang: locale }, { replace: true })}
    />
  );
}
