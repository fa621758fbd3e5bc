import { Button } from "@mantine/core";
import { useTranslation } from "react-i18next";
import { useNavigate } from "react-router";

import { NewIcon } from "@/components/icons";
import type { BotSummary } from "@/lib/api/types";
import { addressOf } from "@/lib/bots/bot-names";
import { useEnvironment } from "@/lib/environment/environment";

import type { Place } from "../conversation";
import { useConversation } from "../use-conversation";
import { useTalkChannel } from "../use-talk-channel";
import { ChannelChoice } from "./channel-choice";
import { Composer } from "./composer";
import { MessageLog } from "./message-log";
import classes from "./talk-in-panel.module.css";

interface TalkInPanelProps {
  bot: BotSummary;
  locale: string;
}

/** The same conversation as on the page, without the explanation beside it: that is one press away. */
export function TalkInPanel({ bot, locale }: TalkInPanelProps) {
  const environment = useEnvironment(bot) ?? "draft";
  const { channel, choose } = useTalkChannel(bot);
  return (
    <Talk
      key={`${bot.id} ${environment} ${channel}`}
      bot={bot}
      place={{ environment, channel }}
      onChannel={choose}
      locale={locale}
    />
  );
}

interface TalkProps extends TalkInPanelProps {
  place: Place;
  onChannel: (channel: string) => void;
}

function Talk({ bot, place, onChannel, locale }: TalkProps) {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const { turns, waiting, send, sendAgain, startOver } = useConversation(bot, place, locale);
  return (
    <div className={classes.panel}>
      <div className={classes.talksTo}>
        <span>{t("environment.talksTo", { name: t(`environment.names.${place.environment}`) })}</span>
        <ChannelChoice bot={bot} channel={place.channel} onChannel={onChannel} />
      </div>
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
