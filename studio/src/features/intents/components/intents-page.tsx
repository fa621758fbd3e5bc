import { useInfiniteQuery } from "@tanstack/react-query";
import { useEffect } from "react";
import { useTranslation } from "react-i18next";
import { useSearchParams } from "react-router";

import beside from "@/components/beside.module.css";
import { InsightIcon } from "@/components/icons";
import { Notice } from "@/components/notice";
import { QueryNotice } from "@/components/query-notice";
import { localeFor } from "@/lib/bots/bot-names";
import { useBot } from "@/lib/bots/current-bot";

import { intentsQuery, waitingQuery } from "../api";
import { IntentList, WAITING } from "./intent-list";
import { SentencePanel } from "./sentence-panel";
import { WaitingPanel } from "./waiting-panel";

/** What users may want, and the sentences that teach it. The address says which intent. */
export function IntentsPage() {
  const { t, i18n } = useTranslation();
  const bot = useBot();
  const [params, setParams] = useSearchParams();
  const locale = localeFor(bot, params.get("lang") ?? i18n.language);
  const intents = useInfiniteQuery(intentsQuery(bot, ""));
  const waiting = useInfiniteQuery(waitingQuery(bot, locale)).data?.pages[0]?.total ?? 0;
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
  const isWaiting = params.get("intent") === WAITING;
  const go = (name: string, lang: string) => setParams({ intent: name, lang });
  return (
    <div className={beside.page}>
      <IntentList
        bot={bot}
        intents={all}
        waiting={waiting}
        chosen={isWaiting ? WAITING : (intent?.name ?? "")}
        onChoose={(name) => go(name, locale)}
      />
      {isWaiting && (
        <WaitingPanel bot={bot} intents={all} locale={locale} onLocale={(lang) => go(WAITING, lang)} />
      )}
      {!isWaiting && intent === undefined && (
        <Notice icon={<InsightIcon size={24} />} title={t("intents.noneTitle")}>
          <p>{t("intents.none")}</p>
        </Notice>
      )}
      {!isWaiting && intent !== undefined && (
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
