import { TextInput } from "@mantine/core";
import { useDebouncedValue } from "@mantine/hooks";
import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { useSearchParams } from "react-router";

import { Choices } from "@/components/choices";
import { languageName } from "@/components/language-switch";
import { Page } from "@/components/page";
import { QueryNotice } from "@/components/query-notice";
import { useBot } from "@/lib/bots/current-bot";

import { meaningsQuery, type Signal, SIGNALS } from "./api";
import { GroupsView } from "./groups-view";
import classes from "./queue.module.css";
import { QueueWork } from "./queue-work";

/** One by one, or sorted by what is alike. */
const VIEWS = ["list", "groups"] as const;

/** What users said and the bot may not have understood. The address says which of it. */
export function QueuePage() {
  const { t } = useTranslation();
  const bot = useBot();
  const [params, setParams] = useSearchParams();
  const signal: Signal = SIGNALS.find((signal) => signal === params.get("signal")) ?? "all";
  const view = VIEWS.find((view) => view === params.get("view")) ?? "list";
  const locale = bot.locales.find((locale) => locale === params.get("lang")) ?? "";
  const [search, setSearch] = useState(params.get("search") ?? "");
  const [wanted] = useDebouncedValue(search, 250);
  const meanings = useQuery(meaningsQuery(bot));
  const change = (name: string, value: string) =>
    setParams(
      (params) => {
        if (value === "") params.delete(name);
        else params.set(name, value);
        return params;
      },
      { replace: true },
    );
  return (
    <Page title={t("queue.heading")} hint={t("queue.hint")}>
      <div className={classes.filters}>
        <Choices
          label={t("queue.which")}
          value={signal}
          choices={SIGNALS.map((signal) => ({ value: signal, text: t(`queueSignal.${signal}`) }))}
          onChange={(signal) => change("signal", signal)}
        />
        <Choices
          label={t("groups.how")}
          value={view}
          choices={VIEWS.map((view) => ({ value: view, text: t(`queueView.${view}`) }))}
          onChange={(view) => change("view", view === "list" ? "" : view)}
        />
        {bot.locales.length > 1 && (
          <Choices
            label={t("queue.language")}
            value={locale}
            choices={[
              { value: "", text: t("queue.everyLanguage") },
              ...bot.locales.map((locale) => ({
                value: locale,
                text: locale.toUpperCase(),
                title: languageName(locale),
              })),
            ]}
            onChange={(locale) => change("lang", locale)}
          />
        )}
        <TextInput
          className={classes.search ?? ""}
          aria-label={t("queue.search")}
          placeholder={t("queue.search")}
          value={search}
          onChange={(event) => {
            setSearch(event.currentTarget.value);
            change("search", event.currentTarget.value);
          }}
        />
      </div>
      {meanings.data === undefined ? (
        <QueryNotice query={meanings} waiting={t("queue.reading")} failed={t("queue.failed")} />
      ) : view === "groups" ? (
        <GroupsView bot={bot} filter={{ signal, locale, search: wanted }} meanings={meanings.data} />
      ) : (
        <QueueWork bot={bot} filter={{ signal, locale, search: wanted }} meanings={meanings.data} />
      )}
    </Page>
  );
}
