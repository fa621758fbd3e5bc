import { Button, NativeSelect, TextInput } from "@mantine/core";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";

import { Confirm } from "@/components/confirm";
import { Block, Page } from "@/components/page";
import { Said } from "@/components/said";
import { problemInWords } from "@/lib/api/problem-words";
import type { BotSummary, ConnectorDescriptor } from "@/lib/api/types";
import { botChanged } from "@/lib/bots/bot-queries";

import { deleteChannel, makeChannel, putChannel, type ReadChannel } from "../api";
import { settingsOf, textOf, valueOf } from "../schema";
import classes from "./channels.module.css";
import { SettingField } from "./setting-field";

/** What a channel may serve. */
const ENVIRONMENTS = ["live", "staging", "draft"] as const;

interface ChannelFormProps {
  bot: BotSummary;
  connector: ConnectorDescriptor;
  /** Absent: a new one is made. */
  read: ReadChannel | undefined;
  onDone: () => void;
}

/** Sets a channel up, with the settings that its kind asks for. */
export function ChannelForm({ bot, connector, read, onDone }: ChannelFormProps) {
  const { t } = useTranslation();
  const queries = useQueryClient();
  const channel = read?.channel;
  const settings = settingsOf(connector.settings_schema);
  const kept = (channel?.settings ?? {}) as Record<string, unknown>;
  const [texts, setTexts] = useState<Record<string, string>>(() =>
    Object.fromEntries(
      settings.map(({ name, kind, initial }) => [name, name in kept ? textOf(kind, kept[name]) : initial]),
    ),
  );
  const [environment, setEnvironment] = useState(channel?.environment ?? "live");
  const [path, setPath] = useState(
    channel?.path ??
      connector.default_path.replace("{namespace}", bot.namespace).replace("{bot}", bot.name),
  );
  const finished = async () => {
    await botChanged(queries, bot);
    onDone();
  };
  const saving = useMutation({
    mutationFn: () => {
      const values = settings.map(({ name, kind }) => [name, valueOf(kind, texts[name] ?? "")]);
      const body = {
        connector: connector.id,
        environment,
        path,
        settings: Object.fromEntries(values.filter(([, value]) => value !== undefined)) as Record<string, unknown>,
        enabled: channel?.enabled ?? true,
      };
      return read === undefined ? makeChannel(bot, body) : putChannel(bot, read, body);
    },
    onSuccess: finished,
  });
  const removing = useMutation({
    mutationFn: (read: ReadChannel) => deleteChannel(bot, read),
    onSuccess: finished,
  });
  const problem = saving.error ?? removing.error;
  return (
    <Page
      title={channel === undefined ? t("channels.new", { kind: connector.title }) : channel.path}
      hint={channel === undefined ? t("channels.newHint") : connector.title}
      tools={
        <Button variant="default" onClick={onDone}>
          {t("channels.back")}
        </Button>
      }
    >
      <Block title={t("channels.settings")}>
        <form
          className={classes.form}
          onSubmit={(event) => {
            event.preventDefault();
            saving.mutate();
          }}
        >
          <NativeSelect
            label={t("channels.environment")}
            description={t("channels.environmentHint")}
            data={[...ENVIRONMENTS]}
            value={environment}
            onChange={(event) => setEnvironment(event.currentTarget.value)}
          />
          <TextInput
            label={t("channels.path")}
            description={t("channels.pathHint")}
            required
            value={path}
            onChange={(event) => setPath(event.currentTarget.value)}
          />
          {settings.map((setting) => (
            <SettingField
              key={setting.name}
              setting={setting}
              isSet={channel?.secrets.includes(setting.name) ?? false}
              value={texts[setting.name] ?? ""}
              onChange={(text) => setTexts((old) => ({ ...old, [setting.name]: text }))}
            />
          ))}
          {problem !== null && <Said problem>{problemInWords(problem, t)}</Said>}
          <div className={classes.row}>
            <Button type="submit" loading={saving.isPending}>
              {t("channels.save")}
            </Button>
            {read !== undefined && (
              <Confirm
                label={t("channels.remove")}
                question={t("channels.removeSure", { path: read.channel.path })}
                isPending={removing.isPending}
                onConfirm={() => removing.mutate(read)}
              />
            )}
          </div>
        </form>
      </Block>
    </Page>
  );
}
