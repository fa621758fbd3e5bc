import { Button } from "@mantine/core";
import { useMutation } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";

import { Said } from "@/components/said";
import { problemInWords } from "@/lib/api/problem-words";
import type { BotSummary, ChannelCheck, ShownChannel } from "@/lib/api/types";

import { testChannel } from "../api";
import classes from "./channels.module.css";

/** Whether users of a channel get answers, and what stands in the way. */
export function ChannelTest({ bot, channel }: { bot: BotSummary; channel: ShownChannel }) {
  const { t } = useTranslation();
  const testing = useMutation({ mutationFn: () => testChannel(bot, channel.id) });
  return (
    <div className={classes.test}>
      <Button
        size="compact-sm"
        variant="light"
        aria-label={t("channels.testOne", { path: channel.path })}
        loading={testing.isPending}
        onClick={() => testing.mutate()}
      >
        {t("channels.test")}
      </Button>
      {testing.error !== null && <Said problem>{problemInWords(testing.error, t)}</Said>}
      {testing.data !== undefined && (
        <>
          <Said problem={!testing.data.works}>
            {t(testing.data.works ? "channels.works" : "channels.worksNot")}
          </Said>
          <ul className={classes.checks}>
            {testing.data.checks.map((check) => (
              <Check key={check.check} check={check} />
            ))}
          </ul>
        </>
      )}
    </div>
  );
}

function Check({ check: { check, ok, found } }: { check: ChannelCheck }) {
  const { t } = useTranslation();
  // Without a public address this machine is reached all the same: a hint, no fault.
  const state = ok ? "right" : check === "public" ? "hint" : "wrong";
  const kind = check as "settings" | "address" | "enabled" | "version" | "public";
  return (
    <li data-state={state}>
      <span aria-hidden="true">{{ right: "✓", hint: "i", wrong: "✗" }[state]}</span>
      <span>{t(ok ? `channelRight.${kind}` : `channelWrong.${kind}`, { found })}</span>
    </li>
  );
}
