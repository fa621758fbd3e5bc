import { Button, NativeSelect } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { useSearchParams } from "react-router";

import { Block, Page } from "@/components/page";
import { QueryNotice } from "@/components/query-notice";
import { Said } from "@/components/said";
import { connectorsQuery } from "@/lib/bots/connectors-query";
import { useBot } from "@/lib/bots/current-bot";
import { channelsQuery } from "@/lib/channels/channels-query";
import { useMay } from "@/lib/session/session-query";

import { ChannelForm } from "./channel-form";
import { ChannelList } from "./channel-list";
import { ChannelSetUp } from "./channel-set-up";
import classes from "./channels.module.css";
import { ProgramKey } from "./program-key";
import { WidgetDesigner } from "./widget-designer";

/** Where users meet the bot: pages, apps, and programs that answer for it. The address says which is set up. */
export function ChannelsPage() {
  const { t } = useTranslation();
  const bot = useBot();
  const may = useMay();
  const [params, setParams] = useSearchParams();
  const channels = useQuery(channelsQuery(bot));
  const connectors = useQuery(connectorsQuery(bot.namespace));
  const [kind, setKind] = useState("");
  if (channels.data === undefined || connectors.data === undefined) {
    const query = channels.data === undefined ? channels : connectors;
    return <QueryNotice query={query} waiting={t("problem.reading")} failed={t("problem.failed")} />;
  }
  const manages = may("manage-channels", bot);
  const channel = channels.data.find(({ id }) => id === params.get("channel"));
  const wanted = channel?.connector ?? params.get("new");
  const connector = connectors.data.find(({ id }) => id === wanted);
  if (connector !== undefined && manages) {
    const done = () => setParams({});
    return channel === undefined ? (
      <ChannelForm key={connector.id} bot={bot} connector={connector} read={undefined} onDone={done} />
    ) : (
      <ChannelSetUp
        key={channel.id}
        bot={bot}
        channel={channel.id}
        connector={connector}
        onDone={done}
      />
    );
  }
  const chosen = kind || (connectors.data[0]?.id ?? "");
  return (
    <Page title={t("channels.heading")} hint={t("channels.hint")}>
      <Block title={t("channels.all")}>
        {channels.data.length === 0 && <Said>{t("channels.none")}</Said>}
        <ChannelList
          bot={bot}
          channels={channels.data}
          connectors={connectors.data}
          onSetUp={manages ? (id) => setParams({ channel: id }) : undefined}
        />
        {manages && (
          <div className={classes.row}>
            <NativeSelect
              aria-label={t("channels.kind")}
              data={connectors.data.map(({ id, title }) => ({ value: id, label: title }))}
              value={chosen}
              onChange={(event) => setKind(event.currentTarget.value)}
            />
            <Button variant="light" onClick={() => setParams({ new: chosen })}>
              {t("channels.add")}
            </Button>
          </div>
        )}
      </Block>
      <WidgetDesigner bot={bot} />
      {may("administer", bot) && <ProgramKey bot={bot} />}
    </Page>
  );
}
