import { useInfiniteQuery } from "@tanstack/react-query";
import { useEffect } from "react";
import { useTranslation } from "react-i18next";
import { useSearchParams } from "react-router";

import { InsightIcon } from "@/components/icons";
import { Notice } from "@/components/notice";
import { QueryNotice } from "@/components/query-notice";
import { localeFor } from "@/lib/bots/bot-names";
import { useBot } from "@/lib/bots/current-bot";

import { intentsQuery } from "../api";
import { IntentList } from "./intent-list";
import classes from "./intents.module.css";
import { SentencePanel } from "./sentence-panel";

/** What users may want, and the sentences that teach it. The address says which intent. */
export function IntentsPage() {
  const { t, i18n } = useTranslation();
  const bot = useBot();
  const [params, setParams] = useSearchParams();
  const intents = useInfiniteQuery(intentsQuery(bot, ""));
  const { hasNextPage, isFetchingNextPage, fetchNextPage } = intents;
  useEffect(() => {
    // One finds an intent by a few letters, and moves sentences to any of them: all are there.
    if (hasNextPage && !isFetchingNextPage) void fetchNextPage();
  }, [hasNextPage, isFetchingNextPage, fetchNextPage]);
  if (intents.data === undefined) {
    return <QueryNotice query={intents} waiting={t("intents.reading")} failed={t("intents.failed")} />;
  }
  const all = intents.data.pages.flatMap((page) => page.items);
  const intent = all.find((intent) => intent.name === params.get("intent")) ?? all[0];
  const locale = localeFor(bot, params.get("lang") ?? i18n.language);
  const go = (name: string, lang: string) => setParams({ intent: name, lang });
  return (
    <div className={classes.page}>
      <IntentList
        bot={bot}
        intents={all}
        chosen={intent?.name ?? ""}
        onChoose={(name) => go(name, locale)}
      />
      {intent === undefined ? (
        <Notice icon={<InsightIcon size={24} />} title={t("intents.noneTitle")}>
          <p>{t("intents.none")}</p>
        </Notice>
      ) : (
        <SentencePanel
          key={intent.name}
          bot={bot}
          intent={intent}
          intents={all}
          locale={locale}
          onLocale={(lang) => go(intent.name, lang)}
          onRenamed={(name) => (name === undefined ? setParams({}) : go(name, locale))}
        />
      )}
    </div>
  );
}
