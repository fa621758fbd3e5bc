import { Button, NativeSelect } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";

import type { BotSummary, FlagState } from "@/lib/api/types";
import { connectorsQuery } from "@/lib/bots/connectors-query";
import { channelsQuery } from "@/lib/channels/channels-query";

import classes from "./flags.module.css";
import { StateFields } from "./state-fields";

interface FlagChannelsProps {
  bot: BotSummary;
  channels: Readonly<Record<string, FlagState>>;
  onChange: (channels: Record<string, FlagState>) => void;
}

/** What holds on some channels instead: on a kind of channel, or on one by its path. */
export function FlagChannels({ bot, channels, onChange }: FlagChannelsProps) {
  const { t } = useTranslation();
  const { data: kinds = [] } = useQuery(connectorsQuery(bot.namespace));
  const { data: own = [] } = useQuery(channelsQuery(bot));
  const choices = [
    ...kinds.map(({ id, title }) => ({ value: id, label: t("flags.everyChannel", { title }) })),
    ...own.map(({ path }) => ({ value: path, label: path })),
  ].filter(({ value }) => !(value in channels));
  return (
    <>
      {Object.entries(channels).map(([channel, state]) => (
        <div key={channel} className={classes.channel} role="group" aria-label={t("flags.onChannel", { channel })}>
          <div className={classes.line}>
            <span>{t("flags.onChannel", { channel })}</span>
            <Button
              size="compact-sm"
              variant="subtle"
              onClick={() => {
                const { [channel]: _, ...rest } = channels;
                onChange(rest);
              }}
            >
              {t("flags.asElsewhere", { channel })}
            </Button>
          </div>
          <StateFields state={state} onChange={(state) => onChange({ ...channels, [channel]: state })} />
        </div>
      ))}
      {choices.length > 0 && (
        <NativeSelect
          className={classes.add ?? ""}
          size="xs"
          aria-label={t("flags.addChannel")}
          value=""
          data={[{ value: "", label: t("flags.addChannel") }, ...choices]}
          onChange={(event) => {
            const channel = event.currentTarget.value;
            if (channel !== "") onChange({ ...channels, [channel]: { enabled: true } });
          }}
        />
      )}
    </>
  );
}
