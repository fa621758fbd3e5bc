import { Button, Textarea } from "@mantine/core";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";

import { LocaleChoice } from "@/components/locale-choice";
import { Block } from "@/components/page";
import { Said } from "@/components/said";
import { problemInWords } from "@/lib/api/problem-words";
import type { BotSummary } from "@/lib/api/types";
import { localeFor } from "@/lib/bots/bot-names";
import { botChanged } from "@/lib/bots/bot-queries";

import { teach } from "../api";
import { linesOf } from "../lines";
import classes from "./home.module.css";

/** The intent of a new bot's first question. */
const FIRST_INTENT = "first_question";

/** The first question of a new bot, and what it answers. */
export function FirstAnswer({ bot }: { bot: BotSummary }) {
  const { t, i18n } = useTranslation();
  const queries = useQueryClient();
  const [locale, setLocale] = useState(localeFor(bot, i18n.language));
  const [questions, setQuestions] = useState("");
  const [answer, setAnswer] = useState("");
  const teaching = useMutation({
    mutationFn: () =>
      teach(bot, {
        intent: FIRST_INTENT,
        locale,
        questions: [...linesOf(questions)],
        answer: answer.trim(),
      }),
    onSuccess: () => botChanged(queries, bot),
  });
  return (
    <Block title={t("home.first")}>
      <form
        className={classes.first}
        onSubmit={(event) => {
          event.preventDefault();
          teaching.mutate();
        }}
      >
        <LocaleChoice label={t("bots.language")} bot={bot} value={locale} onChange={setLocale} />
        <Textarea
          label={t("home.questions")}
          description={t("home.questionsHint")}
          placeholder={t("home.questionsPlaceholder")}
          rows={4}
          required
          value={questions}
          onChange={(event) => setQuestions(event.currentTarget.value)}
        />
        <Textarea
          label={t("home.answer")}
          placeholder={t("home.answerPlaceholder")}
          rows={2}
          required
          value={answer}
          onChange={(event) => setAnswer(event.currentTarget.value)}
        />
        <Button type="submit" loading={teaching.isPending}>
          {t("home.teach")}
        </Button>
        {teaching.error !== null && <Said problem>{problemInWords(teaching.error, t)}</Said>}
      </form>
    </Block>
  );
}
