import { Button, NativeSelect, TextInput } from "@mantine/core";
import { useState } from "react";
import { useTranslation } from "react-i18next";

import { useEditing, useMember } from "../editing";
import { withAt } from "../draft";
import classes from "./fields.module.css";
import { TextField } from "./text-field";

/** What is different on some channels: a kind of channel, or one by its path. */
export function ChannelRules() {
  const { t } = useTranslation();
  const { draft, change } = useEditing();
  const [typed, setTyped] = useState("");
  const channels = draft.story.channels ?? {};
  const put = (channel: string, rule: object | undefined) => {
    const changed = withAt(channels, [channel], rule);
    const some = Object.keys(changed).length > 0 ? changed : undefined;
    change({ ...draft, story: withAt(draft.story, ["channels"], some) });
  };
  const add = () => {
    const channel = typed.trim();
    if (channel !== "" && !(channel in channels)) put(channel, {});
    setTyped("");
  };
  return (
    <div className={classes.names} role="group" aria-label={t("story.channels")}>
      <span className={classes.label}>{t("story.channels")}</span>
      {Object.keys(channels).map((channel) => (
        <div key={channel} className={classes.card} role="group" aria-label={channel}>
          <code>{channel}</code>
          <Exists channel={channel} />
          <TextField path={["channels", channel, "redirects_to"]} label={t("story.redirects")} />
          <TextField path={["channels", channel, "ends_with"]} label={t("story.endsWith")} />
          <Button size="compact-sm" variant="subtle" onClick={() => put(channel, undefined)}>
            {t("story.takeAway", { name: channel })}
          </Button>
        </div>
      ))}
      <div className={classes.line}>
        <TextInput
          className={classes.grow ?? ""}
          size="xs"
          aria-label={t("story.channel")}
          placeholder={t("story.channelPlaceholder")}
          value={typed}
          onChange={(event) => setTyped(event.currentTarget.value)}
        />
        <Button size="compact-sm" variant="light" disabled={typed.trim() === ""} onClick={add}>
          {t("story.add")}
        </Button>
      </div>
    </div>
  );
}

/** Whether the story is there on a channel; `false` is another word than none. */
function Exists({ channel }: { channel: string }) {
  const { t } = useTranslation();
  const { draft, change } = useEditing();
  const [disabled] = useMember<boolean>(["channels", channel, "disabled"]);
  const words = ["asElsewhere", "off", "on"] as const;
  const now = disabled === undefined ? "asElsewhere" : disabled ? "off" : "on";
  return (
    <NativeSelect
      label={t("story.existsThere")}
      value={now}
      data={words.map((value) => ({ value, label: t(`story.exists.${value}`) }))}
      onChange={(event) => {
        const word = event.currentTarget.value;
        const { disabled: _, ...rest } = draft.story.channels?.[channel] ?? {};
        const rule = word === "asElsewhere" ? rest : { ...rest, disabled: word === "off" };
        change({ ...draft, story: { ...draft.story, channels: { ...draft.story.channels, [channel]: rule } } });
      }}
    />
  );
}
