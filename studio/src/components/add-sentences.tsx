import { Button, Textarea } from "@mantine/core";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";

import { problemInWords } from "@/lib/api/problem-words";
import type { BotSummary } from "@/lib/api/types";
import { botChanged } from "@/lib/bots/bot-queries";
import { linesOf } from "@/lib/sentences/marks";
import { addSentences } from "@/lib/sentences/sentence-calls";

import classes from "./add-sentences.module.css";
import { Said } from "./said";

interface AddSentencesProps {
  bot: BotSummary;
  intent: string;
  locale: string;
  label: string;
  placeholder: string;
}

/** New sentences of an intent, one per line: typed one after the other, or pasted together. */
export function AddSentences({ bot, intent, locale, label, placeholder }: AddSentencesProps) {
  const { t } = useTranslation();
  const queries = useQueryClient();
  const [typed, setTyped] = useState("");
  const lines = linesOf(typed);
  const adding = useMutation({
    mutationFn: () => addSentences(bot, lines.map((text) => ({ text, locale, intent }))),
    onSuccess: async () => {
      setTyped("");
      await botChanged(queries, bot);
    },
  });
  const add = () => {
    if (lines.length > 0 && !adding.isPending) adding.mutate();
  };
  return (
    <form
      className={classes.add}
      onSubmit={(event) => {
        event.preventDefault();
        add();
      }}
    >
      <Textarea
        className={classes.grow ?? ""}
        aria-label={label}
        placeholder={placeholder}
        lang={locale}
        autosize
        minRows={1}
        maxRows={8}
        value={typed}
        onChange={(event) => setTyped(event.currentTarget.value)}
        onKeyDown={(event) => {
          if (event.key !== "Enter" || event.shiftKey || event.nativeEvent.isComposing) return;
          event.preventDefault();
          add();
        }}
      />
      <Button type="submit" disabled={lines.length === 0} loading={adding.isPending}>
        {t("addSentences.now", { count: lines.length })}
      </Button>
      {adding.error !== null && <Said problem>{problemInWords(adding.error, t)}</Said>}
      {adding.data !== undefined && typed === "" && (
        <Said>{t("addSentences.done", { added: adding.data.added, changed: adding.data.changed })}</Said>
      )}
    </form>
  );
}
