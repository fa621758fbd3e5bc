import { Button, TextInput } from "@mantine/core";
import { useDebouncedValue } from "@mantine/hooks";
import { keepPreviousData, useInfiniteQuery } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { useSearchParams } from "react-router";

import beside from "@/components/beside.module.css";
import { AddSentences } from "@/components/add-sentences";
import { Changeable } from "@/components/changeable";
import { LocaleChoice } from "@/components/locale-choice";
import { PageTop } from "@/components/page";
import { QueryNotice } from "@/components/query-notice";
import { Said } from "@/components/said";
import type { BotSummary, NamedIntent } from "@/lib/api/types";

import { sentencesQuery, type TaggedIntent } from "../api";
import { IntentAbout } from "./intent-about";
import { IntentQuality } from "./intent-quality";
import classes from "./intents.module.css";
import { NONE, SentenceRow } from "./sentence-row";

interface SentencePanelProps {
  bot: BotSummary;
  intent: TaggedIntent;
  intents: readonly NamedIntent[];
  locale: string;
  onLocale: (locale: string) => void;
  onRenamed: (name: string | undefined) => void;
}

/** The sentences that teach an intent in one language. */
export function SentencePanel({ bot, intent, intents, locale, onLocale, onRenamed }: SentencePanelProps) {
  const { t } = useTranslation();
  const [params] = useSearchParams();
  const [search, setSearch] = useState(params.get("search") ?? "");
  const [wanted] = useDebouncedValue(search, 200);
  const sentences = useInfiniteQuery({
    ...sentencesQuery(bot, { intent: intent.name, locale, search: wanted }),
    placeholderData: keepPreviousData,
  });
  const rows = sentences.data?.pages.flatMap((page) => page.items) ?? [];
  return (
    <section className={beside.panel} aria-label={intent.title || intent.name}>
      <PageTop
        title={intent.title || intent.name}
        tools={
          <LocaleChoice label={t("intents.language")} bot={bot} value={locale} onChange={onLocale} />
        }
      >
        {intent.description && <p className={classes.hint}>{intent.description}</p>}
        <IntentQuality bot={bot} intent={intent.name} />
      </PageTop>
      <IntentAbout bot={bot} intent={intent} onRenamed={onRenamed} />
      <Changeable right="train">
        <AddSentences
          bot={bot}
          intent={intent.name}
          locale={locale}
          label={t("intents.add")}
          placeholder={t("intents.addPlaceholder")}
        />
      </Changeable>
      <TextInput
        aria-label={t("intents.search")}
        placeholder={t("intents.search")}
        value={search}
        onChange={(event) => setSearch(event.currentTarget.value)}
      />
      {sentences.data === undefined ? (
        <QueryNotice query={sentences} waiting={t("intents.reading")} failed={t("intents.failed")} />
      ) : (
        <Said>{t("intents.sentences", { count: sentences.data.pages[0]?.total ?? 0 })}</Said>
      )}
      <Changeable right="train" quiet>
        <ul className={classes.sentences}>
          {rows.map((row) => (
            <SentenceRow
              key={`${row.id} ${row.etag}`}
              bot={bot}
              row={row}
              entities={intent.entities ?? NONE}
              intents={intents}
            />
          ))}
        </ul>
      </Changeable>
      {sentences.hasNextPage && (
        <Button
          variant="light"
          loading={sentences.isFetchingNextPage}
          onClick={() => void sentences.fetchNextPage()}
        >
          {t("intents.more")}
        </Button>
      )}
    </section>
  );
}
