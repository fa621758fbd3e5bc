import { Button } from "@mantine/core";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";

import { Said } from "@/components/said";
import { Tag } from "@/components/tag";
import { problemInWords } from "@/lib/api/problem-words";
import type { BotSummary, ConnectorDescriptor, ShownChannel } from "@/lib/api/types";
import { botChanged } from "@/lib/bots/bot-queries";

import { setEnabled } from "../api";
import { ChannelTest } from "./channel-test";
import classes from "./channels.module.css";
import { LastEvents } from "./last-events";

interface ChannelListProps {
  bot: BotSummary;
  channels: readonly ShownChannel[];
  connectors: readonly ConnectorDescriptor[];
  /** Absent: one may look, not touch. */
  onSetUp: ((channel: string) => void) | undefined;
}

/** The channels: where each listens, whether it answers, and what happened on it last. */
export function ChannelList({ bot, channels, connectors, onSetUp }: ChannelListProps) {
  const { t } = useTranslation();
  const queries = useQueryClient();
  const switching = useMutation({
    mutationFn: (channel: ShownChannel) => setEnabled(bot, channel.id, !channel.enabled),
    onSuccess: () => botChanged(queries, bot),
  });
  return (
    <>
      {switching.error !== null && <Said problem>{problemInWords(switching.error, t)}</Said>}
      <ul className={classes.channels}>
        {channels.map((channel) => (
          <li key={channel.id}>
            <div className={classes.row}>
              <strong>
                {connectors.find(({ id }) => id === channel.connector)?.title ?? channel.connector}
              </strong>
              <code className={classes.path}>{channel.path}</code>
              <Tag>{channel.environment}</Tag>
              <Tag isBad={!channel.enabled}>
                {t(channel.enabled ? "channels.answers" : "channels.paused")}
              </Tag>
              {onSetUp !== undefined && (
                <span className={classes.end}>
                  <Button
                    size="compact-sm"
                    variant="light"
                    aria-label={t(channel.enabled ? "channels.pauseOne" : "channels.resumeOne", {
                      path: channel.path,
                    })}
                    loading={switching.isPending && switching.variables.id === channel.id}
                    onClick={() => switching.mutate(channel)}
                  >
                    {t(channel.enabled ? "channels.pause" : "channels.resume")}
                  </Button>
                  <Button
                    size="compact-sm"
                    variant="light"
                    aria-label={t("channels.setUpOne", { path: channel.path })}
                    onClick={() => onSetUp(channel.id)}
                  >
                    {t("channels.setUp")}
                  </Button>
                </span>
              )}
            </div>
            {onSetUp !== undefined && <ChannelTest bot={bot} channel={channel} />}
            <LastEvents bot={bot} channel={channel} />
          </li>
        ))}
      </ul>
    </>
  );
}
