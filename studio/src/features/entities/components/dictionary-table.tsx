import { Button, TextInput } from "@mantine/core";
import { useDebouncedValue } from "@mantine/hooks";
import { keepPreviousData, useInfiniteQuery, useMutation, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";

import { Changeable } from "@/components/changeable";
import { languageName } from "@/components/language-switch";
import { QueryNotice } from "@/components/query-notice";
import { Said } from "@/components/said";
import { problemInWords } from "@/lib/api/problem-words";
import type { BotSummary } from "@/lib/api/types";
import { botChanged } from "@/lib/bots/bot-queries";

import { addValue, valuesQuery } from "../api";
import { DictionaryImport } from "./dictionary-import";
import { DictionaryRow } from "./dictionary-row";
import classes from "./entities.module.css";

/** The values of a dictionary with their words in every language, page by page. */
export function DictionaryTable({ bot, type }: { bot: BotSummary; type: string }) {
  const { t } = useTranslation();
  const queries = useQueryClient();
  const [search, setSearch] = useState("");
  const [typed, setTyped] = useState("");
  const [wanted] = useDebouncedValue(search, 200);
  const values = useInfiniteQuery({ ...valuesQuery(bot, type, wanted), placeholderData: keepPreviousData });
  const rows = values.data?.pages.flatMap((page) => page.items) ?? [];
  const total = values.data?.pages[0]?.total ?? 0;
  const adding = useMutation({
    mutationFn: () => addValue(bot, type, { value: typed.trim() }),
    onSuccess: () => setTyped(""),
    onSettled: () => botChanged(queries, bot),
  });
  if (values.data === undefined) {
    return <QueryNotice query={values} waiting={t("entities.reading")} failed={t("entities.failed")} />;
  }
  return (
    <div className={classes.fields}>
      <Changeable right="train" quiet className={classes.line}>
        <form
          className={classes.line}
          onSubmit={(event) => {
            event.preventDefault();
            if (typed.trim() !== "" && !adding.isPending) adding.mutate();
          }}
        >
          <TextInput
            aria-label={t("entities.newValue")}
            placeholder={t("entities.newValue")}
            value={typed}
            onChange={(event) => setTyped(event.currentTarget.value)}
          />
          <Button type="submit" disabled={typed.trim() === ""} loading={adding.isPending}>
            {t("entities.add")}
          </Button>
        </form>
        <DictionaryImport bot={bot} type={type} />
      </Changeable>
      {adding.error !== null && <Said problem>{problemInWords(adding.error, t)}</Said>}
      <div className={classes.line}>
        <TextInput
          className={classes.grow ?? ""}
          aria-label={t("entities.search")}
          placeholder={t("entities.search")}
          value={search}
          onChange={(event) => setSearch(event.currentTarget.value)}
        />
        <output className={classes.hint}>{t("entities.values", { count: total })}</output>
      </div>
      {rows.length === 0 ? (
        <p className={classes.hint}>{t(wanted === "" ? "entities.noValues" : "entities.notFound")}</p>
      ) : (
        <Changeable right="train" quiet>
          <div className={classes.table} role="table" aria-label={t("entities.dictionary")}>
            <div className={classes.head} role="row">
              <span role="columnheader">{t("entities.value")}</span>
              {bot.locales.map((locale) => (
                <span key={locale} role="columnheader">
                  {languageName(locale)}
                </span>
              ))}
              <span role="columnheader" aria-label={t("entities.actions")} />
            </div>
            {rows.map((row) => (
              <DictionaryRow key={`${row.value} ${row.etag}`} bot={bot} type={type} row={row} />
            ))}
          </div>
        </Changeable>
      )}
      {values.hasNextPage && (
        <Button variant="light" loading={values.isFetchingNextPage} onClick={() => void values.fetchNextPage()}>
          {t("entities.more")}
        </Button>
      )}
    </div>
  );
}
