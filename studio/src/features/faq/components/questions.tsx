import { ActionIcon, Button } from "@mantine/core";
import { useInfiniteQuery, useMutation, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";

import { AddSentences } from "@/components/add-sentences";
import { Changeable } from "@/components/changeable";
import { Choices } from "@/components/choices";
import { CloseIcon } from "@/components/icons";
import { languageName } from "@/components/language-switch";
import { Said } from "@/components/said";
import { problemInWords } from "@/lib/api/problem-words";
import type { BotSummary } from "@/lib/api/types";
import { localeFor } from "@/lib/bots/bot-names";
import { botChanged } from "@/lib/bots/bot-queries";
import { removeSentence } from "@/lib/sentences/sentence-calls";

import { questionsQuery } from "../api";
import classes from "./faq.module.css";

/** How users ask a question, in one language at a time. */
export function Questions({ bot, intent }: { bot: BotSummary; intent: string }) {
  const { t, i18n } = useTranslation();
  const queries = useQueryClient();
  const [locale, setLocale] = useState(() => localeFor(bot, i18n.language));
  const questions = useInfiniteQuery(questionsQuery(bot, intent, locale));
  const rows = questions.data?.pages.flatMap((page) => page.items) ?? [];
  const removing = useMutation({
    mutationFn: (row: { id: string; etag: string }) => removeSentence(bot, row),
    onSettled: () => botChanged(queries, bot),
  });
  return (
    <div className={classes.fields}>
      {bot.locales.length > 1 && (
        <div>
          <Choices
            label={t("faq.language")}
            value={locale}
            choices={bot.locales.map((value) => ({ value, text: languageName(value), lang: value }))}
            onChange={setLocale}
          />
        </div>
      )}
      <Changeable right="author" quiet>
        <AddSentences
          bot={bot}
          intent={intent}
          locale={locale}
          label={t("faq.addQuestions")}
          placeholder={t("faq.addQuestions")}
        />
      </Changeable>
      {removing.error !== null && <Said problem>{problemInWords(removing.error, t)}</Said>}
      {questions.data !== undefined && rows.length === 0 && <p className={classes.hint}>{t("faq.noQuestions")}</p>}
      <Changeable right="author" quiet>
        <ul className={classes.questions} lang={locale}>
          {rows.map((row) => (
            <li key={row.id}>
              <span>{row.text}</span>
              <ActionIcon
                variant="subtle"
                size="sm"
                aria-label={t("faq.removeQuestion", { text: row.text })}
                onClick={() => removing.mutate(row)}
              >
                <CloseIcon size={15} />
              </ActionIcon>
            </li>
          ))}
        </ul>
      </Changeable>
      {questions.hasNextPage && (
        <Button variant="light" onClick={() => void questions.fetchNextPage()}>
          {t("faq.more")}
        </Button>
      )}
    </div>
  );
}
