import { Button } from "@mantine/core";
import { useTranslation } from "react-i18next";
import { useNavigate } from "react-router";

import { NewIcon } from "@/components/icons";
import type { BotSummary } from "@/lib/api/types";
import { addressOf } from "@/lib/bots/bot-names";
import type { Environment } from "@/lib/environment/environment";

import { useConversation } from "../use-conversation";
import { Composer } from "./composer";
import { MessageLog } from "./message-log";
import classes from "./talk-in-panel.module.css";

interface TalkInPanelProps {
  bot: BotSummary;
  environment: Environment;
  locale: string;
}

/** The same conversation as on the page, without the explanation beside it: that is one press away. */
export function TalkInPanel({ bot, environment, locale }: TalkInPanelProps) {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const { turns, waiting, send, sendAgain, startOver } = useConversation(bot, environment, locale);
  return (
    <div className={classes.panel}>
      <p className={classes.talksTo}>
        {t("environment.talksTo", { name: t(`environment.names.${environment}`) })}
      </p>
      <MessageLog
        turns={turns}
        botTitle={bot.title || bot.name}
        explained={null}
        onExplain={() => void navigate(addressOf(bot, "talk"))}
        onSend={send}
        onSendAgain={sendAgain}
      />
      <Composer
        locale={locale}
        disabled={waiting}
        onSay={(text) => send({ type: "sentence", text }, text)}
      />
      <Button
        className={classes.new ?? ""}
        size="compact-sm"
        variant="subtle"
        leftSection={<NewIcon size={16} />}
        onClick={() => startOver(locale)}
      >
        {t("talk.new")}
      </Button>
    </div>
  );
}
