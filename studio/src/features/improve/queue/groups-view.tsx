import { useQuery, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";

import { CheckIcon } from "@/components/icons";
import { Notice } from "@/components/notice";
import { QueryNotice } from "@/components/query-notice";
import type { BotSummary, InboxGroup } from "@/lib/api/types";
import { botChanged } from "@/lib/bots/bot-queries";

import type { Meanings, QueueFilter } from "./api";
import { GroupDone, type Done } from "./group-done";
import { GroupPanel } from "./group-panel";
import { groupsQuery } from "./groups-api";
import classes from "./groups.module.css";

interface GroupsViewProps {
  bot: BotSummary;
  filter: QueueFilter;
  meanings: Meanings;
}

/** What tells groups apart: what was said most typically. */
function keyOf({ locale, sentences }: InboxGroup): string {
  return `${locale}\n${sentences[0]?.text ?? ""}`;
}

/** The sentences that wait, sorted by what is alike: what may become one intent. */
export function GroupsView({ bot, filter, meanings }: GroupsViewProps) {
  const { t } = useTranslation();
  const queries = useQueryClient();
  const groups = useQuery(groupsQuery(bot, filter));
  const [chosen, setChosen] = useState("");
  const [done, setDone] = useState<Done>();
  if (groups.data === undefined) {
    return <QueryNotice query={groups} waiting={t("groups.reading")} failed={t("queue.failed")} />;
  }
  const { items, lookedAt, alone } = groups.data;
  const group = items.find((group) => keyOf(group) === chosen) ?? items[0];
  const titleOf = (name: string) =>
    meanings.intents.find((intent) => intent.name === name)?.title || name;
  const isDone = async (step: Done) => {
    setDone(step);
    await botChanged(queries, bot);
  };
  return (
    <>
      <p className={classes.quiet} role="status">
        {t("groups.found", { count: items.length, lookedAt, alone })}
      </p>
      {done !== undefined && (
        <GroupDone
          bot={bot}
          done={done}
          titleOf={titleOf}
          onBack={async () => {
            setDone(undefined);
            await botChanged(queries, bot);
          }}
        />
      )}
      {group === undefined ? (
        <Notice icon={<CheckIcon size={24} />} title={t("groups.noneTitle")}>
          <p>{t("groups.none")}</p>
        </Notice>
      ) : (
        <div className={classes.work}>
          <ul className={classes.groups} aria-label={t("groups.list")}>
            {items.map((one) => (
              <li key={keyOf(one)}>
                <button
                  type="button"
                  className={classes.group}
                  aria-current={one === group ? "true" : undefined}
                  onClick={() => setChosen(keyOf(one))}
                >
                  <span className={classes.count}>{one.total}</span>
                  <span className={classes.title} lang={one.locale}>
                    {one.words.join(" · ")}
                  </span>
                  <span className={classes.likely}>
                    {one.intent === undefined
                      ? t("groups.newIntent", { count: one.total })
                      : t("groups.likeIntent", { intent: titleOf(one.intent) })}
                  </span>
                </button>
              </li>
            ))}
          </ul>
          <GroupPanel
            key={keyOf(group)}
            bot={bot}
            group={group}
            meanings={meanings}
            onDone={isDone}
          />
        </div>
      )}
    </>
  );
}
