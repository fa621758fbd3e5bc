import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";

import { Said } from "@/components/said";
import { problemInWords } from "@/lib/api/problem-words";
import type { BotSummary, ShownChannel } from "@/lib/api/types";
import { useTimes } from "@/lib/i18n/times";
import { useMay } from "@/lib/session/session-query";

import { lastQuery } from "../api";
import classes from "./channels.module.css";

/** What came through a channel last; read when one wants to see it. */
export function LastEvents({ bot, channel }: { bot: BotSummary; channel: ShownChannel }) {
  const { t } = useTranslation();
  const may = useMay();
  const times = useTimes();
  const [isOpen, setOpen] = useState(false);
  const last = useQuery({ ...lastQuery(bot, channel.id), enabled: isOpen });
  if (!may("read-conversations", bot)) return null;
  return (
    <details className={classes.last} onToggle={(event) => setOpen(event.currentTarget.open)}>
      <summary>{t("channels.last")}</summary>
      {last.error !== null && <Said problem>{problemInWords(last.error, t)}</Said>}
      {last.data?.length === 0 && <Said>{t("channels.nothingCame")}</Said>}
      <ul>
        {last.data?.map(({ id, user, changedAt }) => (
          <li key={id}>{t("channels.said", { at: times.moment(changedAt), user })}</li>
        ))}
      </ul>
    </details>
  );
}
