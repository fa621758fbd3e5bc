import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { Link } from "react-router";

import { Said } from "@/components/said";
import { Tag } from "@/components/tag";
import { problemInWords } from "@/lib/api/problem-words";
import type { BotSummary, ShownChannel } from "@/lib/api/types";
import { addressOf } from "@/lib/bots/bot-names";
import { useTimes } from "@/lib/i18n/times";
import { useMay } from "@/lib/session/session-query";

import { eventsQuery, lastQuery } from "../api";
import classes from "./channels.module.css";

interface LastEventsProps {
  bot: BotSummary;
  channel: ShownChannel;
}

/** What came and went on a channel last; read when one wants to see it. */
export function LastEvents({ bot, channel }: LastEventsProps) {
  const { t } = useTranslation();
  const may = useMay();
  const [isOpen, setOpen] = useState(false);
  const manages = may("manage-channels", bot);
  const reads = may("read-conversations", bot);
  if (!manages && !reads) return null;
  return (
    <details className={classes.last} onToggle={(event) => setOpen(event.currentTarget.open)}>
      <summary>{t("channels.last")}</summary>
      {isOpen && manages && <Events bot={bot} channel={channel} />}
      {isOpen && reads && <Conversations bot={bot} channel={channel} />}
    </details>
  );
}

/** What became of the last events: no words of anybody. */
function Events({ bot, channel }: LastEventsProps) {
  const { t, i18n } = useTranslation();
  const times = useTimes();
  const events = useQuery(eventsQuery(bot, channel.id));
  const milliseconds = new Intl.NumberFormat(i18n.language, {
    style: "unit",
    unit: "millisecond",
    unitDisplay: "short",
  });
  return (
    <>
      {events.error !== null && <Said problem>{problemInWords(events.error, t)}</Said>}
      {events.data?.length === 0 && <Said>{t("channels.nothingCame")}</Said>}
      <ul aria-label={t("channels.events")}>
        {events.data?.map(({ at, outcome, tookMs, attempts, cause }, place) => (
          // Two may come in the same millisecond.
          // oxlint-disable-next-line react/no-array-index-key
          <li key={`${at} ${place}`}>
            {times.moment(at)}{" "}
            <Tag isBad={outcome === "failed" || outcome === "rejected"}>
              {t(`channelOutcome.${outcome as "answered"}`, outcome)}
            </Tag>{" "}
            {tookMs != null && milliseconds.format(tookMs)}{" "}
            {attempts > 1 && t("channels.attempts", { count: attempts })}
            {cause != null && <span className={classes.cause}>{cause}</span>}
          </li>
        ))}
      </ul>
    </>
  );
}

/** With whom: who may read conversations goes on to them. */
function Conversations({ bot, channel }: LastEventsProps) {
  const { t } = useTranslation();
  const times = useTimes();
  const last = useQuery(lastQuery(bot, channel.id));
  return (
    <>
      {last.error !== null && <Said problem>{problemInWords(last.error, t)}</Said>}
      <ul aria-label={t("channels.conversations")}>
        {last.data?.map(({ id, user, changedAt }) => (
          <li key={id}>
            <Link to={`${addressOf(bot, "conversations")}?conversation=${encodeURIComponent(id)}`}>
              {t("channels.said", { at: times.moment(changedAt), user })}
            </Link>
          </li>
        ))}
      </ul>
    </>
  );
}
