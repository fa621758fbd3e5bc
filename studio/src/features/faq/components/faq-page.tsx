import { Button, NativeSelect, TextInput } from "@mantine/core";
import { useDebouncedValue } from "@mantine/hooks";
import { keepPreviousData, useInfiniteQuery } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { useSearchParams } from "react-router";

import beside from "@/components/beside.module.css";
import { useObstacle } from "@/components/changeable";
import { PlusIcon, QuestionIcon } from "@/components/icons";
import { Notice } from "@/components/notice";
import { QueryNotice } from "@/components/query-notice";
import { Said } from "@/components/said";
import { localeFor } from "@/lib/bots/bot-names";
import { useBot } from "@/lib/bots/current-bot";
import { textIn } from "@/lib/labels/texts";

import { faqsQuery, type FaqFilter } from "../api";
import { FaqPanel } from "./faq-panel";
import classes from "./faq.module.css";
import { NewFaqForm } from "./new-faq-form";

/** Questions with their answer. The address says which one is open. */
export function FaqPage() {
  const { t, i18n } = useTranslation();
  const bot = useBot();
  const [params, setParams] = useSearchParams();
  const [filter, setFilter] = useState<FaqFilter>({ search: "", tag: "", disabled: "" });
  const [wanted] = useDebouncedValue(filter, 200);
  const faqs = useInfiniteQuery({ ...faqsQuery(bot, wanted), placeholderData: keepPreviousData });
  const rows = faqs.data?.pages.flatMap((page) => page.items) ?? [];
  const total = faqs.data?.pages[0]?.total ?? 0;
  const obstacle = useObstacle("author");
  const mayWrite = obstacle === undefined;
  const isNew = mayWrite && params.has("new");
  const open = isNew ? undefined : (rows.find((row) => row.intent === params.get("entry")) ?? rows[0]);
  const locale = localeFor(bot, i18n.language);
  if (faqs.data === undefined) {
    return <QueryNotice query={faqs} waiting={t("faq.reading")} failed={t("faq.failed")} />;
  }
  const isFiltered = wanted.search !== "" || wanted.tag !== "" || wanted.disabled !== "";
  return (
    <div className={beside.page} data-wide>
      <section className={beside.side} aria-label={t("faq.entries")}>
        {mayWrite && (
          <Button leftSection={<PlusIcon />} onClick={() => setParams({ new: "" })}>
            {t("faq.new")}
          </Button>
        )}
        <TextInput
          aria-label={t("faq.search")}
          placeholder={t("faq.search")}
          value={filter.search}
          onChange={(event) => setFilter({ ...filter, search: event.currentTarget.value })}
        />
        <div className={classes.filter}>
          <TextInput
            size="xs"
            aria-label={t("faq.tag")}
            placeholder={t("faq.tag")}
            value={filter.tag}
            onChange={(event) => setFilter({ ...filter, tag: event.currentTarget.value.trim() })}
          />
          <NativeSelect
            size="xs"
            aria-label={t("faq.shown")}
            value={filter.disabled}
            data={[
              { value: "", label: t("faq.all") },
              { value: "false", label: t("faq.on") },
              { value: "true", label: t("faq.off") },
            ]}
            onChange={(event) => setFilter({ ...filter, disabled: event.currentTarget.value as FaqFilter["disabled"] })}
          />
        </div>
        <output className={classes.hint}>{t("faq.total", { count: total })}</output>
        <ul className={beside.list}>
          {rows.map((row) => (
            <li key={row.intent}>
              <button
                type="button"
                className={beside.entry}
                aria-current={row.intent === open?.intent ? "true" : undefined}
                onClick={() => setParams({ entry: row.intent })}
              >
                <span className={classes.question} data-disabled={row.disabled === true}>{row.title || row.intent}</span>
                <span className={classes.answer} lang={locale}>
                  {textIn(row.label, locale) ?? t("faq.noAnswer")}
                </span>
                <span className={classes.tags}>
                  {row.disabled && <span className={classes.tag}>{t("faq.isOff")}</span>}
                  {(row.tags ?? []).map((tag) => (
                    <span key={tag} className={classes.tag}>
                      {tag}
                    </span>
                  ))}
                </span>
              </button>
            </li>
          ))}
        </ul>
        {faqs.hasNextPage && (
          <Button variant="light" loading={faqs.isFetchingNextPage} onClick={() => void faqs.fetchNextPage()}>
            {t("faq.more")}
          </Button>
        )}
      </section>
      <div className={beside.panel}>
        {obstacle !== undefined && <Said>{obstacle}</Said>}
        {isNew && <NewFaqForm bot={bot} onClose={() => setParams({})} />}
        {open && <FaqPanel key={open.intent} bot={bot} faq={open} />}
        {!isNew && open === undefined && (
          <Notice icon={<QuestionIcon size={24} />} title={t(isFiltered ? "faq.notFoundTitle" : "faq.noneTitle")}>
            <p>{t(isFiltered ? "faq.notFound" : "faq.none")}</p>
          </Notice>
        )}
      </div>
    </div>
  );
}
