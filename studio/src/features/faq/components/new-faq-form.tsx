import { Button, Textarea, TextInput } from "@mantine/core";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { useSearchParams } from "react-router";

import { Block } from "@/components/page";
import { Said } from "@/components/said";
import { useFocus } from "@/components/use-focus";
import { problemInWords } from "@/lib/api/problem-words";
import type { BotSummary } from "@/lib/api/types";
import { localeFor } from "@/lib/bots/bot-names";
import { botChanged } from "@/lib/bots/bot-queries";
import { withVariants } from "@/lib/labels/texts";
import { linesOf } from "@/lib/sentences/marks";

import { createFaq } from "../api";
import { nameFor } from "../names";
import classes from "./faq.module.css";

/** A new question: how users ask it, and the answer. */
export function NewFaqForm({ bot, onClose }: { bot: BotSummary; onClose: () => void }) {
  const { t, i18n } = useTranslation();
  const queries = useQueryClient();
  const [, setParams] = useSearchParams();
  const locale = localeFor(bot, i18n.language);
  const [title, setTitle] = useState("");
  const [questions, setQuestions] = useState("");
  const [answer, setAnswer] = useState("");
  const focus = useFocus();
  const intent = nameFor(title);
  const making = useMutation({
    mutationFn: () =>
      createFaq(bot, {
        intent,
        title: title.trim(),
        questions: [...new Set([title.trim(), ...linesOf(questions)])],
        label: withVariants({}, locale, answer),
        locale,
      }),
    onSuccess: () => setParams({ entry: intent }),
    onSettled: () => botChanged(queries, bot),
  });
  const isWhole = intent !== "" && answer.trim() !== "";
  return (
    <Block title={t("faq.newHeading")}>
      <form
        className={classes.fields}
        onSubmit={(event) => {
          event.preventDefault();
          if (isWhole) making.mutate();
        }}
      >
        <TextInput
          ref={focus}
          label={t("faq.question")}
          description={intent && t("faq.named", { name: intent })}
          required
          lang={locale}
          value={title}
          onChange={(event) => setTitle(event.currentTarget.value)}
        />
        <Textarea
          label={t("faq.otherQuestions")}
          placeholder={t("faq.addQuestions")}
          lang={locale}
          autosize
          minRows={2}
          maxRows={10}
          value={questions}
          onChange={(event) => setQuestions(event.currentTarget.value)}
        />
        <Textarea
          label={t("faq.answerHeading")}
          required
          lang={locale}
          autosize
          minRows={3}
          maxRows={14}
          value={answer}
          onChange={(event) => setAnswer(event.currentTarget.value)}
        />
        <div className={classes.add}>
          <Button type="submit" disabled={!isWhole} loading={making.isPending}>
            {t("faq.make")}
          </Button>
          <Button variant="subtle" onClick={onClose}>
            {t("faq.cancel")}
          </Button>
        </div>
        {making.error !== null && <Said problem>{problemInWords(making.error, t)}</Said>}
      </form>
    </Block>
  );
}
