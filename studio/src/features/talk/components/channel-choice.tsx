import { NativeSelect } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";

import type { BotSummary } from "@/lib/api/types";
import { connectorsQuery } from "@/lib/bots/connectors-query";
import { channelsQuery } from "@/lib/channels/channels-query";

interface ChannelChoiceProps {
  bot: BotSummary;
  /** Its path; empty: no channel in particular. */
  channel: string;
  onChannel: (channel: string) => void;
}

/** On which channel one talks: its rules hold, and what it is sent is shown. A bot without channels leaves no choice. */
export function ChannelChoice({ bot, channel, onChannel }: ChannelChoiceProps) {
  const { t } = useTranslation();
  const { data: channels = [] } = useQuery(channelsQuery(bot));
  const { data: connectors = [] } = useQuery(connectorsQuery(bot.namespace));
  if (channels.length === 0) return null;
  const titleOf = (connector: string) => connectors.find(({ id }) => id === connector)?.title ?? connector;
  return (
    <NativeSelect
      size="xs"
      aria-label={t("talk.channel")}
      title={t("talk.channelHint")}
      value={channel}
      data={[
        { value: "", label: t("talk.noChannel") },
        ...channels.map(({ path, connector }) => ({
          value: path,
          label: t("talk.onChannel", { title: titleOf(connector), path }),
        })),
      ]}
      onChange={(event) => onChannel(event.currentTarget.value)}
    />
  );
}
