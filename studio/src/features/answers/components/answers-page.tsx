import { Button, Checkbox, TextInput } from "@mantine/core";
import { useDebouncedValue } from "@mantine/hooks";
import { keepPreviousData, useInfiniteQuery } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";

import { BubbleIcon } from "@/components/icons";
import { languageName } from "@/components/language-switch";
import { Notice } from "@/components/notice";
import { Page } from "@/components/page";
import { QueryNotice } from "@/components/query-notice";
import { useBot } from "@/lib/bots/current-bot";

import { labelsQuery } from "../api";
import classes from "./answers.module.css";
import { LabelRow } from "./label-row";

/** Everything the bot says, by key and language. */
export function AnswersPage() {
  const { t } = useTranslation();
  const bot = useBot();
  const [search, setSearch] = useState("");
  const [missing, setMissing] = useState(false);
  const [wanted] = useDebouncedValue(search, 200);
  const labels = useInfiniteQuery({
    ...labelsQuery(bot, { search: wanted, missing }),
    placeholderData: keepPreviousData,
  });
  const rows = labels.data?.pages.flatMap((page) => page.items) ?? [];
  const total = labels.data?.pages[0]?.total ?? 0;
  return (
    <Page title={t("answers.heading")} hint={t("answers.hint")}>
      <div className={classes.filter}>
        <TextInput
          className={classes.search ?? ""}
          aria-label={t("answers.search")}
          placeholder={t("answers.search")}
          value={search}
          onChange={(event) => setSearch(event.currentTarget.value)}
        />
        <Checkbox
          label={t("answers.missing")}
          checked={missing}
          onChange={(event) => setMissing(event.currentTarget.checked)}
        />
        <output className={classes.total}>{t("answers.total", { count: total })}</output>
      </div>
      {labels.data === undefined && (
        <QueryNotice query={labels} waiting={t("answers.reading")} failed={t("answers.failed")} />
      )}
      {labels.data !== undefined && rows.length === 0 && (
        <Notice icon={<BubbleIcon size={24} />} title={t("answers.noneTitle")}>
          <p>{t("answers.none")}</p>
        </Notice>
      )}
      {rows.length > 0 && (
        <div className={classes.grid} data-locales={bot.locales.length}>
          <div className={classes.head} aria-hidden="true">
            <span>{t("answers.key")}</span>
            {bot.locales.map((locale) => (
              <span key={locale}>{languageName(locale)}</span>
            ))}
          </div>
          {rows.map((row) => (
            <LabelRow key={row.key} bot={bot} row={row} />
          ))}
        </div>
      )}
      {labels.hasNextPage && (
        <Button
          variant="light"
          loading={labels.isFetchingNextPage}
          onClick={() => void labels.fetchNextPage()}
        >
          {t("answers.more")}
        </Button>
      )}
    </Page>
  );
}
