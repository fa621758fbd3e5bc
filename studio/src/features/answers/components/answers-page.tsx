import { Button } from "@mantine/core";
import { useDebouncedValue } from "@mantine/hooks";
import { keepPreviousData, useInfiniteQuery, useQuery } from "@tanstack/react-query";
import { useMemo, useState } from "react";
import { useTranslation } from "react-i18next";
import { useSearchParams } from "react-router";

import { Changeable, useObstacle } from "@/components/changeable";
import { BubbleIcon } from "@/components/icons";
import { languageName } from "@/components/language-switch";
import { Notice } from "@/components/notice";
import { Page } from "@/components/page";
import { QueryNotice } from "@/components/query-notice";
import { Said } from "@/components/said";
import { problemInWords } from "@/lib/api/problem-words";
import { connectorsQuery } from "@/lib/bots/connectors-query";
import { useBot } from "@/lib/bots/current-bot";

import { labelsQuery, saidQuery } from "../api";
import { asksSaid, filterIn } from "../filter";
import { UNSAID } from "../uses";
import { AnswersFilter } from "./answers-filter";
import classes from "./answers.module.css";
import { LabelFile } from "./label-file";
import { LabelRow } from "./label-row";

/** Everything the bot says, by key and language. The address says which of it is shown. */
export function AnswersPage() {
  const { t } = useTranslation();
  const bot = useBot();
  const [params, setParams] = useSearchParams();
  const [search, setSearch] = useState(params.get("search") ?? "");
  const filter = filterIn(params, bot.locales);
  const mayWrite = useObstacle("author") === undefined;
  const kinds = useQuery(connectorsQuery(bot.namespace)).data;
  const connectors = useMemo(() => (kinds ?? []).map(({ id }) => id), [kinds]);
  const [wanted] = useDebouncedValue(search, 200);
  const labels = useInfiniteQuery({
    ...labelsQuery(bot, { ...filter, search: wanted }),
    placeholderData: keepPreviousData,
  });
  const isSaidShown = asksSaid(params);
  const said = useQuery({ ...saidQuery(bot), enabled: isSaidShown });
  const rows = labels.data?.pages.flatMap((page) => page.items) ?? [];
  const total = labels.data?.pages[0]?.total ?? 0;
  return (
    <Page title={t("answers.heading")} hint={t("answers.hint")}>
      <LabelFile bot={bot} mayImport={mayWrite} />
      <AnswersFilter
        filter={{ ...filter, search }}
        locales={bot.locales}
        total={total}
        said={isSaidShown}
        onSearch={setSearch}
        onParam={(name, value) =>
          setParams(
            (params) => {
              if (value === "") params.delete(name);
              else params.set(name, value);
              return params;
            },
            { replace: true },
          )
        }
      />
      {isSaidShown && said.error !== null && <Said problem>{problemInWords(said.error, t)}</Said>}
      {labels.data === undefined && (
        <QueryNotice query={labels} waiting={t("answers.reading")} failed={t("answers.failed")} />
      )}
      {labels.data !== undefined && rows.length === 0 && (
        <Notice icon={<BubbleIcon size={24} />} title={t("answers.noneTitle")}>
          <p>{t("answers.none")}</p>
        </Notice>
      )}
      {rows.length > 0 && (
        <Changeable right="author">
          <div className={classes.grid} data-locales={bot.locales.length}>
            <div className={classes.head} aria-hidden="true">
              <span>{t("answers.key")}</span>
              {bot.locales.map((locale) => (
                <span key={locale}>{languageName(locale)}</span>
              ))}
            </div>
            {rows.map((row) => (
              <LabelRow
                key={row.key}
                bot={bot}
                row={row}
                connectors={connectors}
                said={isSaidShown && said.data ? (said.data.get(row.key) ?? UNSAID) : undefined}
              />
            ))}
          </div>
        </Changeable>
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
