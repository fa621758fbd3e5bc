import { useQuery } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";

import { QueryNotice } from "@/components/query-notice";
import type { BotSummary, ConnectorDescriptor } from "@/lib/api/types";

import { channelQuery } from "../api";
import { ChannelForm } from "./channel-form";

interface ChannelSetUpProps {
  bot: BotSummary;
  channel: string;
  connector: ConnectorDescriptor;
  onDone: () => void;
}

/** Sets up a channel that is there: what somebody else changes meanwhile is not lost. */
export function ChannelSetUp({ bot, channel, connector, onDone }: ChannelSetUpProps) {
  const { t } = useTranslation();
  const read = useQuery(channelQuery(bot, channel));
  if (read.data === undefined) {
    return <QueryNotice query={read} waiting={t("problem.reading")} failed={t("problem.failed")} />;
  }
  return (
    <ChannelForm
      key={read.data.etag}
      bot={bot}
      connector={connector}
      read={read.data}
      onDone={onDone}
    />
  );
}
