import { useTranslation } from "react-i18next";
import { useSearchParams } from "react-router";

import { localeFor } from "@/lib/bots/bot-names";
import { useBot } from "@/lib/bots/current-bot";
import { useEnvironment } from "@/lib/environment/environment";

import { useTalkChannel } from "../use-talk-channel";
import { TalkWithBot } from "./talk-with-bot";

/** Talk to a bot and see what it understands. The address says in which language. */
export function TalkPage() {
  const { i18n } = useTranslation();
  const bot = useBot();
  const [params, setParams] = useSearchParams();
  const environment = useEnvironment(bot) ?? "draft";
  const { channel, choose } = useTalkChannel(bot);
  return (
    <TalkWithBot
      key={`${bot.id} ${environment} ${channel}`}
      bot={bot}
      place={{ environment, channel }}
      onChannel={choose}
      locale={localeFor(bot, params.get("lang") ?? i18n.language)}
      onLocale={(locale) => setParams({ lang: locale }, { replace: true })}
    />
  );
}
