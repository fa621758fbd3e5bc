import { useTranslation } from "react-i18next";
import { useSearchParams } from "react-router";

import { localeFor } from "@/lib/bots/bot-names";
import { useBot } from "@/lib/bots/current-bot";
import { useEnvironment } from "@/lib/environment/environment";

import { TalkWithBot } from "./talk-with-bot";

/** Talk to a bot and see what it understands. The address says in which language. */
export function TalkPage() {
  const { i18n } = useTranslation();
  const bot = useBot();
  const [params, setParams] = useSearchParams();
  const environment = useEnvironment(bot) ?? "draft";
  return (
    <TalkWithBot
      key={`${bot.id} ${environment}`}
      bot={bot}
      environment={environment}
      locale={localeFor(bot, params.get("lang") ?? i18n.language)}
      onLocale={(locale) => setParams({ lang: locale }, { replace: true })}
    />
  );
}
