import { Button } from "@mantine/core";
import { useInfiniteQuery } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";

import beside from "@/components/beside.module.css";
import { Changeable } from "@/components/changeable";
import { LocaleChoice } from "@/components/locale-choice";
import { PageTop } from "@/components/page";
import { QueryNotice } from "@/components/query-notice";
import { Said } from "@/components/said";
import type { BotSummary, NamedIntent } from "@/lib/api/types";

import { waitingQuery } from "../api";
import classes from "./intents.module.css";
import { NONE, SentenceRow } from "./sentence-row";

interface WaitingPanelProps {
  bot: BotSummary;
  intents: readonly NamedIntent[];
  locale: string;
  onLocale: (locale: string) => void;
}

/** Sentences of the bot that teach nothing yet: of an intent that was deleted, or imported so. */
export function WaitingPanel({ bot, intents, locale, onLocale }: WaitingPanelProps) {
  const { t } = useTranslation();
  const sentences = useInfiniteQuery(waitingQuery(bot, locale));
  if (sentences.data === undefined) {
    return <QueryNotice query={sentences} waiting={t("intents.reading")} failed={t("intents.failed")} />;
  }
  return (
    <section className={beside.panel} aria-label={t("intents.waiting")}>
      <PageTop
        title={t("intents.waiting")}
        tools={<LocaleChoice label={t("intents.language")} bot={bot} value={locale} onChange={onLocale} />}
      >
        <p className={classes.hint}>{t("intents.waitingHint")}</p>
      </PageTop>
      <Said>{t("intents.sentences", { count: sentences.data.pages[0]?.total ?? 0 })}</Said>
      <Changeable right="train">
        <ul className={classes.sentences}>
          {sentences.data.pages
            .flatMap((page) => page.items)
            .map((row) => (
              <SentenceRow key={`${row.id} ${row.etag}`} bot={bot} row={row} entities={NONE} intents={intents} />
            ))}
        </ul>
      </Changeable>
      {sentences.hasNextPage && (
        <Button variant="light" loading={sentences.isFetchingNextPage} onClick={() => void sentences.fetchNextPage()}>
          {t("intents.more")}
        </Button>
      )}
    </section>
  );
}
